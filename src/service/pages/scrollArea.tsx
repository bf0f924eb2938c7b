import type { ComponentChildren } from 'preact';

/** A part that is wider than a small screen: it scrolls by itself, also by keyboard. */
export function ScrollArea({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
