import type { ReactNode } from 'react'

/** Something wider than a phone that scrolls within its own frame, by finger and by keyboard; `label` names it. */
export function ScrollFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto -outline-offset-2" data-scroll>
      {children}
    </section>
  )
}
