'use strict';
// Comparisons: the slider says how much of the left picture is seen, the buttons which that is.
for (const figure of document.querySelectorAll('.comparison')) {
  const frame = figure.querySelector('.compare');
  const slide = figure.querySelector('.slide');
  const show = () => {
    frame.style.setProperty('--at', slide.value + '%');
    slide.setAttribute('aria-valuetext', slide.value + ' % of the left picture');
  };
  slide.addEventListener('input', show);
  const follow = event => {
    const area = frame.getBoundingClientRect();
    const share = (event.clientX - area.left) / area.width;
    slide.value = Math.round(100 * Math.min(1, Math.max(0, share)));
    show();
  };
  frame.addEventListener('pointerdown', event => {
    frame.setPointerCapture(event.pointerId);
    follow(event);
  });
  frame.addEventListener('pointermove', event => {
    if (event.buttons & 1) follow(event);
  });
  for (const choice of figure.querySelectorAll('.pick input')) {
    choice.addEventListener('change', () => {
      for (const picture of figure.querySelectorAll('.before')) {
        picture.hidden = picture.dataset.name !== choice.value;
      }
      frame.querySelector('.left').textContent = choice.value;
    });
  }
  show();
}
