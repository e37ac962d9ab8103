import { useTranslations } from 'next-intl'
import type { SlotStanding } from '@/lib/intake/slot-standing'
import { TONE_CLASS, type Tone } from '../ui/badge'
import { cn } from '../ui/cn'

/** How a paper stands, in one sign for the eye and in words for readers. */
export function SlotMark({ standing, tone, slot }: { standing: SlotStanding; tone: Tone; slot?: string }) {
  const t = useTranslations('intake.desk')
  const words = t(`slotState.${standing}`)
  return (
    <span title={slot ? `${slot}: ${words}` : undefined} className="inline-flex">
      <span
        aria-hidden
        className={cn(
          'inline-flex size-6 items-center justify-center rounded-sm border text-xs font-semibold',
          TONE_CLASS[tone],
        )}
      >
        {t(`mark.${standing}`)}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
