'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'
import { toast } from '../ui/toast'
import type { DeskItem } from './desk-types'

/** What one merchant still has to bring, in words to copy into a message. */
export function ChaseMessage({ item }: { item: DeskItem }) {
  const t = useTranslations('intake')
  const wrong = item.issues.filter((i) => i.level === 'error')
  if (wrong.length === 0) return null
  const text = [
    t('chase.head', { name: item.ownerName ?? item.name ?? '' }),
    ...wrong.map((i, n) => `${n + 1}. ${i.message}`),
    t('chase.tail'),
  ].join('\n')
  return (
    <Popover trigger={<Button>{t('desk.chase')}</Button>} title={t('desk.chase')}>
      <pre className="max-w-96 font-sans whitespace-pre-wrap">{text}</pre>
      <div className="mt-3 flex justify-end">
        <Button
          tone="primary"
          onClick={async () => {
            await navigator.clipboard.writeText(text)
            toast.ok(t('desk.copied'))
          }}
        >
          {t('desk.copy')}
        </Button>
      </div>
    </Popover>
  )
}
