from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from saraban.desk import sign_in
from saraban.desk.views import (
    books,
    calendar,
    handed_in,
    letters,
    office,
    public,
    register,
    rounds,
    search,
    verdicts,
)
from saraban.practice import citizen

urlpatterns = [
    path("", public.front, name="front"),
    path("healthz", public.alive, name="alive"),
    path("sign-in/<str:token>/", sign_in.by_link, name="sign_in_link"),
    # Addresses are set by an administrator, not by their owners.
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index")),
    path("accounts/", include("allauth.urls")),
    path("desk/", letters.desk, name="desk"),
    path("desk/list/", letters.waiting_list, name="waiting_list"),
    path("desk/letters/<int:pk>/", letters.desk, name="letter"),
    path("desk/letters/<int:pk>/taken-over/", letters.taken_over, name="letter_taken_over"),
    path("desk/letters/<int:pk>/by-hand/", letters.by_hand, name="letter_by_hand"),
    path("desk/letters/<int:pk>/order-cancelled/", letters.order_cancelled, name="letter_order_cancelled"),
    path("desk/letters/<int:pk>/entry/", letters.entry, name="letter_entry"),
    path("desk/letters/<int:pk>/original/", letters.original, name="letter_original"),
    path("desk/letters/<int:pk>/html/", letters.html, name="letter_html"),
    path("desk/letters/<int:pk>/pictures/<int:index>/", letters.picture, name="letter_picture"),
    path("desk/letters/<int:pk>/attachments/<int:index>/", letters.attachment, name="letter_attachment"),
    path("desk/letters/<int:pk>/misdirected/", verdicts.misdirected, name="letter_misdirected"),
    path("desk/letters/<int:pk>/spam/", verdicts.spam, name="letter_spam"),
    path("desk/letters/<int:pk>/no-registration/", verdicts.no_registration, name="letter_no_registration"),
    path("desk/letters/<int:pk>/secret/", verdicts.secret, name="letter_secret"),
    path("desk/letters/<int:pk>/put-off/", rounds.put_off, name="letter_put_off"),
    path("desk/rounds/", rounds.rounds, name="rounds"),
    path("desk/rounds/signed/", rounds.sign, name="rounds_sign"),
    path("desk/history/", verdicts.history, name="history"),
    path("desk/history/<int:pk>/taken-back/", verdicts.take_back, name="verdict_taken_back"),
    path("desk/paper/", handed_in.paper, name="paper"),
    path("desk/other/", handed_in.other, name="other_channel"),
    path("desk/scans/<int:pk>/", handed_in.scan, name="scan"),
    path("desk/scans/<int:pk>/picture/", handed_in.scan_picture, name="scan_picture"),
    path("desk/register/<int:pk>/restriction/", register.restriction, name="entry_restriction"),
    path("desk/register/<int:pk>/paper/", handed_in.paper_came, name="entry_paper"),
    path("desk/register/<int:pk>/again/", handed_in.again, name="entry_again"),
    path("desk/register/<int:pk>/struck/", handed_in.strike, name="entry_struck"),
    path("desk/register/<int:pk>/told/", handed_in.told, name="entry_told"),
    path("desk/register/", register.incoming, name="register"),
    path("desk/register/print/", books.as_print, name="register_print"),
    path("desk/register/xlsx/", books.as_xlsx, name="register_xlsx"),
    path("desk/register/csv/", books.as_csv, name="register_csv"),
    path("desk/register/<int:pk>/", register.entry, name="register_entry"),
    path("desk/register/<int:pk>/recall/", letters.recall, name="entry_recall"),
    path("desk/routed/", register.routed, name="routed"),
    path("desk/register/<int:pk>/handed-on/", register.hand_on, name="entry_handed_on"),
    path("desk/routed/<int:pk>/taken-back/", register.take_back, name="routing_taken_back"),
    path("desk/routed/<int:pk>/accepted/", register.accept, name="routing_accepted"),
    path("desk/folder/", register.folder, name="folder"),
    path("desk/register/<int:pk>/slip/", register.slip, name="entry_slip"),
    path("desk/outbox/", register.outbox, name="outbox"),
    path("desk/outbox/<int:pk>/", register.our_letter, name="outbox_letter"),
    path("desk/outbox/<int:pk>/release/", register.release, name="outbox_release"),
    path("desk/search/", search.search, name="search"),
    path("desk/calendar/", calendar.year, name="calendar_now"),
    path("desk/calendar/days/", calendar.days, name="calendar_days"),
    path("desk/calendar/days/<int:pk>/removal/", calendar.removal, name="calendar_removal"),
    path("desk/calendar/import/", calendar.csv_import, name="calendar_import"),
    path("desk/calendar/<int:be_year>/", calendar.year, name="calendar"),
    path("desk/calendar/<int:be_year>/confirmation/", calendar.confirmation, name="calendar_confirmation"),
    path("desk/calendar/<int:be_year>/csv/", calendar.as_csv, name="calendar_csv"),
    path("desk/settings/", office.settings_page, name="settings"),
    path("desk/settings/profile/", office.profile, name="profile"),
    path("desk/settings/units/new/", office.unit, name="unit_new"),
    path("desk/settings/units/<int:pk>/", office.unit, name="unit"),
    path("desk/settings/officers/new/", office.officer, name="officer_new"),
    path("desk/settings/officers/<int:pk>/", office.officer, name="officer"),
    path("desk/settings/officers/<int:pk>/link/", office.sign_in_link, name="officer_link"),
    path("practice/inbox/", citizen.inbox, name="citizen_inbox"),
    path("practice/inbox/<str:name>/", citizen.letter, name="citizen_letter"),
]

handler400 = "saraban.desk.views.trouble.bad_request"
handler403 = "saraban.desk.views.trouble.forbidden"
handler404 = "saraban.desk.views.trouble.not_found"
handler500 = "saraban.desk.views.trouble.failed"
