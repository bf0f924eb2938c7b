// Keeps the page of a screening that is under way up to date. Without it the page loads itself anew.
const place = document.getElementById('progress');
const id = place?.dataset.screening;

if (place && id) {
  const events = new EventSource(`/v1/screenings/${encodeURIComponent(id)}`);
  /** @param {string} name @param {string} text */
  const show = (name, text) => {
    const shown = place.querySelector(`[data-progress="${name}"]`);
    if (shown && shown.textContent !== text) shown.textContent = text;
  };
  /** @param {MessageEvent<string>} event */
  const read = (event) => {
    const state = JSON.parse(event.data);
    if (state.kind === 'done' || state.kind === 'failed') {
      events.close();
      location.reload();
    } else if (state.kind === 'queued') {
      show('activity', state.ahead === 0 ? 'It is next.' : `Wallets before it: ${state.ahead}`);
    } else if (state.progress) {
      const { progress } = state;
      show('activity', progress.activity);
      show('explained', `${(Number(progress.shareExplained) * 100).toFixed(1)} % of the value`);
      show('accounts', `${progress.accountsSeen}`);
      show('requests', `${progress.requests}`);
      show('left', `at most ${Math.ceil(progress.msLeft / 1000)} s`);
      place.querySelector('progress')?.setAttribute('value', progress.shareExplained);
    }
  };
  events.onmessage = read;
  // A stream that cannot be had is no reason to stand still.
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  };
}
