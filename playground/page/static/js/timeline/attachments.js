// A message's files, for messages that aren't built of components.
import { h } from "../dom.js";
import { fileCard, gallery } from "../components/media.js";

const isPicture = (file) => file.content_type?.startsWith("image/") && file.width;

export function attachments(message, page) {
  const files = message.attachments ?? [];
  const pictures = files.filter(isPicture).map((file) => ({
    media: file,
    description: file.description,
    spoiler: file.filename.startsWith("SPOILER_"),
  }));
  const parts = pictures.length ? [gallery(pictures, message.id, page)] : [];
  return [...parts, ...files.filter((file) => !isPicture(file)).map((file) => h("div", {}, fileCard(file)))];
}
