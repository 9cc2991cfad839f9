from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from saraban.desk import sign_in
from saraban.desk.views import calendar, letters, office, public, register, search
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
    path("desk/letters/<int:pk>/entry/", letters.entry, name="letter_entry"),
    path("desk/letters/<int:pk>/original/", letters.original, name="letter_original"),
    path("desk/letters/<int:pk>/html/", letters.html, name="letter_html"),
    path("desk/letters/<int:pk>/attachments/<int:index>/", letters.attachment, name="letter_attachment"),
    path("desk/register/", register.incoming, name="register"),
    path("desk/register/<int:pk>/", register.entry, name="register_entry"),
    path("desk/register/<int:pk>/recall/", letters.recall, name="entry_recall"),
    path("desk/routed/", register.routed, name="routed"),
    path("desk/outbox/", register.outbox, name="outbox"),
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
