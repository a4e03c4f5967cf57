// The few sentences that the small scripts say themselves, in the page's language.
const WORDS = {
  vi: {
    left: "Còn {n} ký tự.",
    full: "Đã đủ {n} ký tự, không nhập thêm được.",
    sending: "Đang gửi …",
    saving: "Đang lưu nháp …",
    saved: "Đã lưu nháp lúc {time}.",
    failed: "Chưa lưu được, đang thử lại. Nội dung được giữ trên máy này.",
    unkept: "Chưa lưu được, đang thử lại. Đừng đóng trang này.",
    signedOut: "Phiên đăng nhập đã hết hạn nên chưa lưu được. Hãy bấm nút lưu để đăng nhập lại; nội dung vẫn còn.",
    conflict: "Người khác vừa sửa nội dung này nên chưa lưu được. Hãy bấm nút lưu để xem cả hai bản và chọn.",
    refused: "Chưa lưu được: {reason}",
    found: "Trên máy này có nội dung nhập lúc {time} chưa lưu được lên hệ thống.",
    restore: "Lấy lại nội dung đó",
    discard: "Bỏ đi",
  },
  en: {
    left: "{n} characters left.",
    full: "The limit of {n} characters is reached.",
    sending: "Sending …",
    saving: "Saving the draft …",
    saved: "Draft saved at {time}.",
    failed: "Not saved yet, trying again. Your text is kept on this device.",
    unkept: "Not saved yet, trying again. Do not close this page.",
    signedOut: "Your session has ended, so this is not saved. Press the save button to sign in again; your text stays.",
    conflict: "Somebody else has just changed this, so it is not saved. Press the save button to see both and choose.",
    refused: "Not saved: {reason}",
    found: "This device holds text typed at {time} that did not reach the system.",
    restore: "Bring it back",
    discard: "Discard it",
  },
};

export function say(key, values = {}) {
  const words = WORDS[document.documentElement.lang] ?? WORDS.vi;
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "…");
}

export function clock(moment) {
  return moment.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
}
