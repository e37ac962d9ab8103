import { cn } from './cn'

/** A key to press, as printed on it. `keys` in tinykeys notation: '$mod+k' shows as ⌘/Ctrl K. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-1', className)}>
      {keys.split(' ').flatMap((press) =>
        chord(press).map((key) => (
          <kbd
            key={`${press}${key}`}
            className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-2 border-b-2 bg-surface px-1 font-sans text-xs text-ink-2"
          >
            {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
          </kbd>
        )),
      )}
    </span>
  )
}

const NAMES: Record<string, string> = {
  $mod: 'Ctrl',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
}

/** '$mod+k' → both keys; '[Shift]++' → the plus itself: an optional Shift is only how a keyboard makes the sign. */
function chord(press: string): string[] {
  const text = press.replace('[Shift]+', '')
  return text === '+' ? ['+'] : text.split('+')
}
