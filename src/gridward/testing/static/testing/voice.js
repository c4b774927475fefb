// The desk says the place in the tube aloud, never a name; where there is no voice, a tone: high for yes, low for no.
"use strict";

(() => {
  const OFF = "gridward:voice-off";
  const TONES = { good: [880, 0.12], ask: [520, 0.25], bad: [220, 0.45] };
  let sound = null;

  const isOff = () => localStorage.getItem(OFF) === "yes";

  function tone(kind) {
    const Sound = window.AudioContext;
    if (!Sound) return;
    sound ||= new Sound();
    const [pitch, seconds] = TONES[kind] || TONES.ask;
    const source = sound.createOscillator();
    const volume = sound.createGain();
    source.frequency.value = pitch;
    volume.gain.value = 0.15;
    source.connect(volume).connect(sound.destination);
    source.start();
    source.stop(sound.currentTime + seconds);
  }

  /** The first voice of the page's language, if the device has one. */
  function voice() {
    const language = document.documentElement.lang.slice(0, 2);
    const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
    return voices.find((one) => one.lang.toLowerCase().startsWith(language));
  }

  function say(place) {
    if (isOff()) return;
    const speaker = voice();
    if (!speaker) {
      tone(place.dataset.tone);
      return;
    }
    const words = new SpeechSynthesisUtterance(place.dataset.say);
    words.voice = speaker;
    words.lang = speaker.lang;
    words.rate = 1.2;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }

  function label(button) {
    button.textContent = isOff() ? button.dataset.off : button.dataset.on;
    button.setAttribute("aria-pressed", String(!isOff()));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-voice]");
    if (!button) return;
    localStorage.setItem(OFF, isOff() ? "no" : "yes");
    label(button);
  });
  document.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    root.querySelectorAll("[data-voice]").forEach((button) => { button.hidden = false; label(button); });
    const place = root.matches("[data-say]") ? root : root.querySelector("[data-say]");
    if (place && place.dataset.say) say(place);
  });
})();
