// Files from the reader's device go to the playground before the command or the form that names them.
import { Refused } from "./socket.js";

/** Sends the file; resolves to the value that stands for it in a request. Rejects with Refused. */
export async function upload(file) {
  const query = new URLSearchParams({ filename: file.name });
  let response;
  try {
    response = await fetch(`/page/uploads?${query}`, {
      method: "POST",
      headers: { "Content-Type": file.type || "application/octet-stream" },
      body: file,
    });
  } catch {
    throw new Refused("The playground isn't reachable. Is it still running?");
  }
  if (!response.ok) throw new Refused(await response.text());
  return response.json();
}
