// The popup at the selection, as it is before anything is offered or typed. Without a script
// passage_by_hand.html is used.
import { elementFrom } from "../ui/markup.js";

const POPUP = `
<div class="popup" role="dialog" aria-label="New passage" data-popup hidden>
  <form class="popup__form" method="post" autocomplete="off">
    <input type="hidden" name="revision">
    <input type="hidden" name="start">
    <input type="hidden" name="end">
    <input type="hidden" name="quote">
    <input type="hidden" name="prefix">
    <input type="hidden" name="suffix">
    <input type="hidden" name="key">
    <input type="hidden" name="ask_same" value="1">
    <input type="hidden" name="same_seen">
    <div class="popup__wrong" role="alert" data-wrong></div>
    <p class="popup__marked" role="status" data-marked hidden>
      <span data-marked-words></span> <span data-marked-own>Saving adds to your passage.
      <button class="button button--word" type="button">Make a second one</button></span>
    </p>
    <p class="popup__slim"><span>Tap a tag to save</span> <button class="button button--plain" type="button" data-more>More fields</button></p>
    <div class="popup__tags" data-tags>
      <p class="popup__filter">
        <label class="visually-hidden" for="popup-tag">Tag</label>
        <input id="popup-tag" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="popup-tags"
          maxlength="100" placeholder="Type a tag" data-tag-filter>
      </p>
      <ul class="popup__chosen" aria-label="Selected tags" data-chosen></ul>
      <ul class="popup__options" id="popup-tags" role="listbox" tabindex="-1" aria-multiselectable="true" aria-label="Codebook"
        data-empty="No tag to offer. Type a name and press Enter." data-tag-options></ul>
      <p class="popup__definition" aria-hidden="true" data-definition
        data-rest="A digit or double click adds its tag and saves; Shift with a digit only adds it. Type to find any tag. Enter saves."
        data-typed="Enter adds the tag that is marked. ↓ and ↑ go to another. Enter on the empty field saves.">
        <strong data-defined></strong> <span data-about></span>
      </p>
    </div>
    <div class="popup__rest">
      <div class="popup__row" data-people>
        <label for="popup-person">Person <kbd aria-hidden="true" data-alt="P">Alt+P</kbd></label>
        <ul class="popup__chosen" aria-label="Selected people" data-chosen></ul>
        <div class="popup__pick">
          <input id="popup-person" role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls="popup-people"
            maxlength="200" placeholder="A name" data-person-filter>
          <ul class="popup__options popup__dropdown" id="popup-people" role="listbox" tabindex="-1" aria-label="Names"
            data-dropdown hidden data-person-options></ul>
        </div>
      </div>
      <div class="popup__row" data-claim>
        <label for="popup-claim">Claim <kbd aria-hidden="true" data-alt="C">Alt+C</kbd></label>
        <ul class="popup__chosen" aria-label="Claims of this passage" data-linked></ul>
        <ul class="popup__chosen" aria-label="Selected claim" data-chosen></ul>
        <div class="popup__pick" data-pick>
          <input id="popup-claim" role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls="popup-claims"
            placeholder="No claim" data-claim-filter>
          <ul class="popup__options popup__dropdown" id="popup-claims" role="listbox" tabindex="-1" aria-label="Claims"
            data-dropdown hidden data-later data-claim-options></ul>
        </div>
        <fieldset class="popup__draft" aria-label="New claim" hidden disabled data-draft>
          <label for="popup-statement">Statement</label>
          <textarea id="popup-statement" name="statement" maxlength="500"></textarea>
          <label for="popup-speaker">Speaker</label>
          <ul class="popup__chosen" aria-label="Selected speaker" data-chosen-speaker></ul>
          <div class="popup__pick" data-pick-speaker>
            <input id="popup-speaker" role="combobox" aria-expanded="false" aria-autocomplete="list" aria-controls="popup-speakers"
              maxlength="200" placeholder="A name, or none" data-speaker-filter>
            <ul class="popup__options popup__dropdown" id="popup-speakers" role="listbox" tabindex="-1" aria-label="Names"
              data-dropdown hidden data-speaker-options></ul>
          </div>
        </fieldset>
        <fieldset class="choices" aria-label="How this passage relates to the claim" hidden disabled data-stance>
          <label class="choice"><input type="radio" name="stance" value="reports" checked> reports</label>
          <label class="choice"><input type="radio" name="stance" value="supports"> supports</label>
          <label class="choice"><input type="radio" name="stance" value="contradicts"> contradicts</label>
        </fieldset>
      </div>
      <div class="popup__row">
        <label for="popup-note">Note <kbd aria-hidden="true" data-alt="N">Alt+N</kbd></label> <textarea id="popup-note" name="note"></textarea>
      </div>
    </div>
    <p class="popup__actions">
      <button class="button" data-save>Save <kbd aria-hidden="true">Enter</kbd></button>
      <button class="button button--word" type="button" data-close>Close <kbd aria-hidden="true">Esc</kbd></button>
    </p>
  </form>
</div>`;

/**
 * Make the popup of a text, which saves passages at the address `url`.
 *
 * `offers` is the template with what the popup offers at first: lists of tags, people and claims. Its
 * attributes name the addresses at which more of each are found.
 */
export function makePopup(offers, text, url) {
  const popup = elementFrom(POPUP);
  const form = popup.querySelector("form");
  form.action = url;
  // The default value, which stays when the form is cleared.
  form.elements.revision.defaultValue = text.dataset.revision;
  const [tags, people, claims] = offers.content.children;
  /** Fill the list of a field. */
  function fill(selector, first, address) {
    const list = popup.querySelector(selector);
    list.dataset.url = address;
    list.append(...first.cloneNode(true).children);
  }
  fill("[data-tag-options]", tags, offers.dataset.tags);
  fill("[data-person-options]", people, offers.dataset.people);
  fill("[data-speaker-options]", people, offers.dataset.people);
  fill("[data-claim-options]", claims, offers.dataset.claims);
  return popup;
}
