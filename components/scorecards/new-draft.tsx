'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { draftCardVersionAction } from '@/lib/scoring/card-actions'
import { CARD_CODE } from '@/lib/scoring/rules/publish'

type File = NonNullable<Parameters<typeof draftCardVersionAction>[0]['card']>

/** Begins a draft: a new version of a card, a card of its own from another, or a file. */
export function NewDraft({
  cards,
  from,
  label,
}: {
  cards: { code: string; title: string }[]
  /** only a copy of this card */
  from?: string
  label: string
}) {
  const t = useTranslations('scorecards.create')
  const router = useRouter()
  const id = useId()
  const { busy, problem, run, clear } = useAct()
  const [open, setOpen] = useState(false)
  const [way, setWay] = useState<'version' | 'copy' | 'file'>(from ? 'copy' : 'version')
  const [source, setSource] = useState(from ?? cards[0]?.code ?? '')
  const [code, setCode] = useState('')
  const [file, setFile] = useState<{ name: string; card: File } | null>(null)
  const [unreadable, setUnreadable] = useState(false)
  const ready = way === 'file' ? file !== null : way === 'version' ? source !== '' : CARD_CODE.test(code)
  const create = () =>
    run(
      () =>
        draftCardVersionAction(
          way === 'file'
            ? { card: file!.card, ...(code ? { code } : {}) }
            : { from: { code: source }, ...(way === 'copy' ? { code } : {}) },
        ),
      (value) => router.push(`/scorecards/drafts/${value.id}`),
    )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        clear()
      }}
      trigger={<Button tone={from ? 'default' : 'primary'}>{label}</Button>}
      title={label}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={busy} disabled={!ready} onClick={() => void create()}>
            {t('begin')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {problem}
        {!from && (
          <div className="flex flex-wrap gap-4 text-sm">
            {(['version', 'copy', 'file'] as const).map((w) => (
              <label key={w} className="flex items-center gap-2">
                <input
                  type="radio"
                  name={id}
                  className="accent-accent"
                  checked={way === w}
                  onChange={() => setWay(w)}
                />
                {t(`way.${w}`)}
              </label>
            ))}
          </div>
        )}
        {way !== 'file' && !from && (
          <FieldFrame id={`${id}-from`} label={t('from')}>
            <Select
              id={`${id}-from`}
              value={source}
              onChange={setSource}
              options={cards.map((c) => ({ value: c.code, label: `${c.code} ${c.title}` }))}
            />
          </FieldFrame>
        )}
        {way === 'file' && (
          <FieldFrame id={`${id}-file`} label={t('file')} hint={t('fileHint')}>
            <input
              id={`${id}-file`}
              type="file"
              accept="application/json,.json"
              className="block w-full text-sm"
              onChange={async (e) => {
                const chosen = e.currentTarget.files?.[0]
                if (!chosen) return
                try {
                  setFile({ name: chosen.name, card: JSON.parse(await chosen.text()) as File })
                  setUnreadable(false)
                } catch {
                  setFile(null)
                  setUnreadable(true)
                }
              }}
            />
          </FieldFrame>
        )}
        {unreadable && <Notice tone="danger" live title={t('unreadable')} />}
        {way !== 'version' && (
          <FieldFrame id={`${id}-code`} label={t('code')} hint={way === 'file' ? t('codeOfFile') : t('codeHint')}>
            <Input
              id={`${id}-code`}
              value={code}
              maxLength={40}
              onChange={(e) => setCode(e.currentTarget.value.toUpperCase())}
            />
          </FieldFrame>
        )}
      </div>
    </Dialog>
  )
}
