// Passkeys: fetches a question, lets the device answer it, and sends the answer with the form in which the
// button stands. Such buttons show only where the browser can; all else works without this file.

const TIMEOUT_MS = 300000;

function bytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer ?? [])));
}

function listed(ids) {
  return ids.map((id) => ({ type: "public-key", id: bytes(id) }));
}

async function made(question) {
  const { rawId, response } = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(question.challenge),
      rp: { id: question.host, name: question.host },
      user: { id: new TextEncoder().encode(question.user), name: question.email, displayName: question.name },
      pubKeyCredParams: question.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: listed(question.known),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      timeout: TIMEOUT_MS,
    },
  });
  return {
    credential_id: base64(rawId),
    client_data: base64(response.clientDataJSON),
    attestation: base64(response.attestationObject),
  };
}

async function signed(question) {
  const { rawId, response } = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(question.challenge),
      rpId: question.host,
      allowCredentials: listed(question.known),
      userVerification: "required",
      timeout: TIMEOUT_MS,
    },
  });
  return {
    credential_id: base64(rawId),
    client_data: base64(response.clientDataJSON),
    authenticator_data: base64(response.authenticatorData),
    signature: base64(response.signature),
    user_handle: base64(response.userHandle),
  };
}

async function questionOf(form, address) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token?.value ?? "" });
  const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

function put(form, name, value) {
  const field = form.elements[name] ?? form.appendChild(document.createElement("input"));
  field.type = "hidden";
  field.name = name;
  field.value = value;
}

async function answer(button) {
  const { form } = button;
  const told = button.parentElement.querySelector(".error");
  told.hidden = true;
  button.disabled = true;
  try {
    const question = await questionOf(form, button.dataset.ask);
    const given = await (button.dataset.passkey === "create" ? made : signed)(question);
    put(form, button.dataset.field, JSON.stringify(given));
    form.submit();
  } catch (refusal) {
    told.textContent = refusal.name === "InvalidStateError" ? button.dataset.known : button.dataset.failed;
    told.hidden = false;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.documentElement.classList.add("passkeys");
  document.addEventListener("submit", (event) => {
    if (!event.submitter?.dataset.passkey) return;
    event.preventDefault();
    answer(event.submitter);
  });
}
