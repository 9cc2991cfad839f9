// The picture of a call: pasted, or taken from the window that is shared or from the camera. It goes into the form's own
// file box, so that it is sent as a chosen file is. Nothing is taken before the applicant has agreed.

const WIDE_MAX = 1600; // pixels: enough to know a face and a card again
const QUALITY = 0.9;

const at = (id) => document.getElementById(id);
const [consent, box, live, shown, said] = ["id_consent", "picture", "live", "shown", "said"].map(at);
const ways = {
  share: () => navigator.mediaDevices.getDisplayMedia({ video: true, audio: false }),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true, audio: false }),
};
const offered = {
  share: Boolean(navigator.mediaDevices?.getDisplayMedia),
  camera: Boolean(navigator.mediaDevices?.getUserMedia),
};

function wait() {
  for (const one of [box, at("share"), at("camera")]) one.disabled = !consent.checked;
  if (!consent.checked) stop();
}

function stop() {
  for (const track of live.srcObject?.getTracks() ?? []) track.stop();
  live.srcObject = null;
  live.hidden = at("take").hidden = true;
}

function draw(source, wide, high) {
  const scale = Math.min(1, WIDE_MAX / wide);
  shown.width = Math.round(wide * scale);
  shown.height = Math.round(high * scale);
  shown.getContext("2d").drawImage(source, 0, 0, shown.width, shown.height);
  shown.hidden = false;
}

function put(file) {
  const carried = new DataTransfer();
  carried.items.add(file);
  box.files = carried.files;
}

async function show(file) {
  try {
    const picture = await createImageBitmap(file);
    draw(picture, picture.width, picture.height);
    said.textContent = "ภาพที่จะบันทึกอยู่ด้านบน เลือกผลแล้วกดบันทึก";
  } catch {
    shown.hidden = true;
    box.value = "";
    said.textContent = "เปิดภาพนี้ไม่ได้ โปรดบันทึกภาพหน้าจอใหม่";
  }
}

async function begin(way) {
  stop();
  try {
    live.srcObject = await ways[way]();
    await live.play();
  } catch {
    stop();
    said.textContent = "ไม่ได้เปิดกล้องหรือหน้าต่าง เพราะไม่ได้รับอนุญาตหรือไม่มีอุปกรณ์ วางภาพหน้าจอหรือเลือกไฟล์แทนได้";
    return;
  }
  live.hidden = at("take").hidden = false;
  shown.hidden = true;
  said.textContent = "เห็นหน้าผู้ยื่นชัดแล้ว กด “ถ่ายภาพนี้”";
  at("take").focus();
}

function take() {
  draw(live, live.videoWidth, live.videoHeight);
  stop();
  shown.toBlob((blob) => {
    put(new File([blob], "ภาพวิดีโอคอล.jpg", { type: "image/jpeg" }));
    said.textContent = "ถ่ายแล้ว ภาพที่จะบันทึกอยู่ด้านบน เลือกผลแล้วกดบันทึก";
  }, "image/jpeg", QUALITY);
}

for (const one of document.querySelectorAll("[data-with-script]")) one.hidden = false;
for (const way of Object.keys(ways)) {
  at(way).hidden = !offered[way];
  at(way).addEventListener("click", () => begin(way));
}
at("take").addEventListener("click", take);
consent.addEventListener("change", wait);
box.addEventListener("change", () => (box.files.length ? show(box.files[0]) : (shown.hidden = true)));
document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
  if (!file) return;
  event.preventDefault();
  if (!consent.checked) {
    said.textContent = "ยังไม่ได้รับภาพ โปรดถามผู้ยื่นและทำเครื่องหมายว่ายินยอมก่อน แล้ววางอีกครั้ง";
    consent.focus();
    return;
  }
  put(file);
  show(file);
});
addEventListener("pagehide", stop);
wait();
