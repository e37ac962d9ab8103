'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { closeCalendarFeedAction, openCalendarFeedAction } from '@/lib/notices/actions'

/** The secret address of one's calendar: made, shown once, made anew, closed. */
export function CalendarActs({ open }: { open: boolean }) {
  const t = useTranslations('notices.feed')
  const router = useRouter()
  const [address, setAddress] = useState<string | null>(null)
  return (
    <div className="flex flex-wrap gap-2">
      <ReasonDialog
        trigger={<Button tone={open ? 'default' : 'primary'}>{t(open ? 'renew' : 'open')}</Button>}
        title={t(open ? 'renew' : 'open')}
        description={t(open ? 'renewHint' : 'hint')}
        confirmLabel={t(open ? 'renew' : 'open')}
        reason="none"
        action={() => openCalendarFeedAction({})}
        onDone={(value) => setAddress(`${window.location.origin}${value.path}`)}
      />
      {open && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('close')}</Button>}
          title={t('close')}
          description={t('closeHint')}
          confirmLabel={t('close')}
          tone="danger"
          reason="none"
          action={() => closeCalendarFeedAction({})}
          onDone={() => router.refresh()}
        />
      )}
      <Dialog
        open={address !== null}
        onOpenChange={() => {
          setAddress(null)
          router.refresh()
        }}
        title={t('title')}
      >
        <Notice tone="warn" title={t('once')}>
          <code className="block font-mono text-sm break-all select-all">{address}</code>
        </Notice>
      </Dialog>
    </div>
  )
}
