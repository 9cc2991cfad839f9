// Says in Thai why a passkey was not used; the ceremony itself is allauth's.

const button = document.querySelector("#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add");

document.addEventListener("allauth.error", (event) => {
  if (!button) return;
  event.preventDefault();
  const name = event.detail?.exception?.name;
  const why = {
    NotAllowedError: "ยังไม่ได้ใช้พาสคีย์ เพราะถูกยกเลิกหรือหมดเวลา โปรดลองอีกครั้ง หรือใช้วิธีอื่น",
    InvalidStateError: "ยังไม่ได้เพิ่มพาสคีย์ เพราะเครื่องนี้มีพาสคีย์ของบัญชีนี้อยู่แล้ว",
    SecurityError: "ยังไม่ได้ใช้พาสคีย์ เพราะที่อยู่เว็บนี้ไม่ตรงกับที่ตั้งไว้ โปรดเปิดจากที่อยู่ของหน่วยงาน",
  }[name] ?? "ยังไม่ได้ใช้พาสคีย์ เพราะเครื่องหรือเบราว์เซอร์นี้ยังใช้ไม่ได้ โปรดใช้วิธีอื่น";
  let told = document.getElementById("passkey-told");
  if (!told) {
    told = document.createElement("p");
    told.id = "passkey-told";
    told.className = "note err";
    told.setAttribute("role", "alert");
    button.after(told);
  }
  told.textContent = why;
});
