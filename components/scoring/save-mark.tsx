import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { SaveState } from './use-sheets'

/** Whether what is on the screen is kept. */
export function SaveMark({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  const t = useTranslations('scoring.save')
  return (
    <span aria-live="polite" className={state === 'failed' ? 'text-sm text-danger' : 'text-sm text-ink-2'}>
      {t(state)}
      {state === 'failed' && (
        <Button tone="link" size="sm" className="ml-2" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </span>
  )
}
