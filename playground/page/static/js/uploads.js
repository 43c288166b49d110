// Uploads files from the reader's device before the command or the form that uses them.
import { Refused } from "./socket.js";

/** Uploads the file and resolves to its value in a request. Rejects with Refused. */
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
