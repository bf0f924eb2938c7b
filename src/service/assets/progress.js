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
  const finish = () => {
    events.close();
    location.reload();
  };
  events.addEventListener('queued', ({ data }) => {
    const { ahead } = JSON.parse(data);
    show('activity', ahead === 0 ? 'It is next.' : `Wallets looked at before it: ${ahead}.`);
  });
  events.addEventListener('running', ({ data }) => {
    const { progress } = JSON.parse(data);
    if (!progress) return;
    show('activity', progress.activity);
    show('explained', `${(Number(progress.shareExplained) * 100).toFixed(1)} % of the value`);
    show('accounts', `${progress.accountsSeen}`);
    show('requests', `${progress.requests}`);
    show('left', `at most ${Math.ceil(progress.msLeft / 1000)} s`);
    place.querySelector('progress')?.setAttribute('value', progress.shareExplained);
  });
  events.addEventListener('done', finish);
  events.addEventListener('failed', finish);
  // A stream that cannot be had is no reason to stand still.
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  });
}
