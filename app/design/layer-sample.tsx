'use client'
import { ChevronDown, Download, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, Sheet } from '@/components/ui/dialog'
import { Menu } from '@/components/ui/menu'
import { Popover } from '@/components/ui/popover'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { Tooltip } from '@/components/ui/tooltip'
import { doNothing } from './actions'

export function LayerSample() {
  const t = useTranslations('design.layer')
  const ui = useTranslations('ui')
  return (
    <div className="flex flex-wrap gap-2">
      <Dialog
        trigger={<Button>{t('dialog')}</Button>}
        title={t('dialogTitle')}
        footer={<DialogClose>{ui('close')}</DialogClose>}
      >
        <p>{t('dialogText')}</p>
      </Dialog>
      <ReasonDialog
        trigger={<Button tone="danger-quiet">{t('reason')}</Button>}
        title={t('reasonTitle')}
        description={t('reasonText')}
        confirmLabel={t('reason')}
        tone="danger"
        phrases={[t('phrase1'), t('phrase2')]}
        action={doNothing}
      />
      <Sheet trigger={<Button>{t('sheet')}</Button>} title={t('dialogTitle')}>
        <p>{t('dialogText')}</p>
      </Sheet>
      <Menu
        trigger={
          <Button>
            {t('menu')}
            <ChevronDown aria-hidden />
          </Button>
        }
        items={[
          { key: 'one', label: t('menuOne'), icon: Download, onSelect: () => toast.ok(t('menuOne')) },
          { kind: 'line', key: 'line' },
          { key: 'two', label: t('menuTwo'), icon: Trash2, tone: 'danger', onSelect: () => toast.info(t('menuTwo')) },
        ]}
      />
      <Popover trigger={<Button>{t('popover')}</Button>} title={t('popover')}>
        <p className="max-w-64">{t('popoverText')}</p>
      </Popover>
      <Tooltip content={t('tooltipText')}>
        <Button>{t('tooltip')}</Button>
      </Tooltip>
      <Button
        onClick={() => toast.ok(t('toastOkText'), { undo: { label: t('undo'), run: () => toast.info(t('undo')) } })}
      >
        {t('toastOk')}
      </Button>
      <Button onClick={() => toast.error(t('toastErrorText'), { detail: t('toastErrorDetail') })}>
        {t('toastError')}
      </Button>
    </div>
  )
}
