'use client'
import { FileArchive, FileSpreadsheet, FileX, Upload, X } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { formatBytes } from '@/lib/platform/i18n/format'
import { Button, buttonClass } from '../ui/button'
import { RadioGroup } from '../ui/choice'
import { cn } from '../ui/cn'
import { FieldFrame } from '../ui/field'
import { Progress } from '../ui/progress'
import { Select } from '../ui/select'
import { ListLookPanel } from './list-look'
import { PacketProgress } from './packet-progress'
import { sendPacket } from './send-packet'

export type UploadMarket = { code: string; name: string; modes: string[] }
type Kind = 'list' | 'documents' | 'unknown'
type Picked = { key: string; file: File; kind: Kind }
type Phase =
  | { step: 'choose'; problem?: string }
  | { step: 'send'; sent: number; total: number; waiting: boolean }
  | { step: 'read'; packetId: string; batchId: string }

const ICON = { list: FileSpreadsheet, documents: FileArchive, unknown: FileX } as const

function kindOf(name: string): Kind {
  // an old .xls is named as one, with the word that helps
  if (/\.(xlsx|xlsm|xlsb|xls|et|ods|csv|tsv|txt)$/i.test(name)) return 'list'
  return /\.zip$/i.test(name) ? 'documents' : 'unknown'
}

/** The list and its archives, by drag or by choosing; sent with progress over lines that break, then read while one watches or leaves. */
export function PacketUploader({
  markets,
  batchId,
  deskPath = '',
  onSent,
}: {
  /** for a new batch: the markets it may be for */
  markets?: UploadMarket[]
  /** for a batch that exists: its files are added to it */
  batchId?: string
  /** where the desk of a new batch is: '/portal/batches/{id}' */
  deskPath?: string
  /** the files have arrived; the page it stands on shows how their reading goes on */
  onSent?: () => void
}) {
  const t = useTranslations('intake.upload')
  const words = useTranslations('batches.modes')
  const locale = useLocale()
  const router = useRouter()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const key = useRef<string | null>(null)
  const sending = useRef<AbortController | null>(null)
  const [picked, setPicked] = useState<Picked[]>([])
  const [over, setOver] = useState(false)
  const [market, setMarket] = useState(markets?.[0]?.code ?? '')
  const modes = markets?.find((m) => m.code === market)?.modes ?? []
  const [mode, setMode] = useState(modes[0] ?? '')
  const [phase, setPhase] = useState<Phase>({ step: 'choose' })

  const add = (files: FileList | null) => {
    if (!files) return
    key.current = null
    const more = [...files].map((file) => ({ key: crypto.randomUUID(), file, kind: kindOf(file.name) }))
    setPicked((old) => [...old, ...more])
    setPhase({ step: 'choose' })
  }
  const lists = picked.filter((p) => p.kind === 'list')
  const unknown = picked.find((p) => p.kind === 'unknown')
  const hint = unknown
    ? t('unknown', { name: unknown.file.name })
    : lists.length > 1
      ? t('twoLists')
      : !batchId && lists.length === 0 && picked.length > 0
        ? t('needList')
        : undefined
  const rulesPath = batchId
    ? `/api/v1/batches/${batchId}/list-rules`
    : market && mode
      ? `/api/v1/markets/${encodeURIComponent(market)}/list-rules?mode=${mode}`
      : null
  const ready = picked.length > 0 && !hint && (batchId !== undefined || (market !== '' && mode !== ''))

  const send = async () => {
    // The same files sent again after a broken line are the same packet.
    key.current ??= crypto.randomUUID()
    const stop = new AbortController()
    sending.current = stop
    const total = picked.reduce((n, p) => n + p.file.size, 0)
    setPhase({ step: 'send', sent: 0, total, waiting: false })
    const show = (more: { sent?: number; waiting?: boolean }) =>
      setPhase((now) => (now.step === 'send' ? { ...now, ...more } : now))
    const sent = await sendPacket({
      files: picked.map((p) => ({ file: p.file, purpose: p.kind === 'list' ? 'list' : 'documents' })),
      target: batchId ? { batch: batchId } : { market, mode },
      key: key.current,
      locale,
      signal: stop.signal,
      onProgress: (n) => show({ sent: n }),
      onWaiting: (waiting) => show({ waiting }),
    })
    if (stop.signal.aborted) setPhase({ step: 'choose' })
    else if (!sent.ok) {
      if (sent.problem !== null) key.current = null
      setPhase({ step: 'choose', problem: sent.problem ?? t('network') })
    } else if (onSent) onSent()
    else setPhase({ step: 'read', packetId: sent.id, batchId: sent.batchId })
  }

  if (phase.step === 'send')
    return (
      <Progress
        label={`${t(phase.waiting ? 'waiting' : 'sending')} ${formatBytes(phase.sent)} / ${formatBytes(phase.total)}`}
        done={Math.round((phase.sent / Math.max(1, phase.total)) * 100)}
        total={100}
        onCancel={() => sending.current?.abort()}
      />
    )
  if (phase.step === 'read') {
    const desk = deskPath.replace('{id}', phase.batchId)
    return (
      <div className="space-y-4">
        <PacketProgress
          packetId={phase.packetId}
          onEnd={(p) => {
            if (p.status !== 'DONE') return
            router.push(desk)
            router.refresh()
          }}
        />
        <div className="flex flex-wrap gap-2">
          <Link href={desk} className={buttonClass({})}>
            {t('openDesk')}
          </Link>
          <Button
            tone="quiet"
            onClick={() => {
              setPicked([])
              setPhase({ step: 'choose' })
            }}
          >
            {t('tryAgain')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="space-y-4">
      {markets && (
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldFrame id={`${id}-market`} label={t('market')} required>
            <Select
              id={`${id}-market`}
              value={market}
              onChange={(next: string) => {
                setMarket(next)
                setMode(markets.find((m) => m.code === next)?.modes[0] ?? '')
              }}
              options={markets.map((m) => ({ value: m.code, label: `${m.name} ${m.code}` }))}
            />
          </FieldFrame>
          <FieldFrame id={`${id}-mode`} label={t('mode')} required>
            <RadioGroup
              id={`${id}-mode`}
              inline
              value={mode}
              onChange={setMode}
              aria-labelledby={`${id}-mode-label`}
              options={modes.map((m) => ({ value: m, label: words(m as 'JG') }))}
            />
          </FieldFrame>
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same by keyboard */}
      <div
        onDragOver={(e) => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault()
          setOver(false)
          add(e.dataTransfer.files)
        }}
        className={cn(
          'flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-4 py-8 text-center',
          over ? 'border-accent bg-accent-soft' : 'border-line-2 bg-sunken',
        )}
      >
        <Upload aria-hidden className="size-7 text-ink-3" strokeWidth={1.5} />
        <p className="font-medium">
          {t('drop')} <span className="font-normal text-ink-2">{t('or')}</span>
        </p>
        <Button onClick={() => input.current?.click()}>{t('browse')}</Button>
        <input
          ref={input}
          type="file"
          multiple
          accept=".xlsx,.xlsm,.csv,.tsv,.txt,.zip"
          aria-label={t('browse')}
          className="sr-only"
          tabIndex={-1}
          onChange={(e) => {
            add(e.currentTarget.files)
            e.currentTarget.value = ''
          }}
        />
        <p className="text-sm text-ink-2">{t('accepts')}</p>
      </div>
      {picked.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {picked.map((p) => {
            const Icon = ICON[p.kind]
            return (
              <li key={p.key} className="flex items-center gap-3 px-3 py-2">
                <Icon aria-hidden className={cn('size-5', p.kind === 'unknown' ? 'text-danger' : 'text-accent')} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{p.file.name}</span>
                  <span className="text-sm text-ink-2">
                    {p.kind === 'unknown' ? '' : `${t(p.kind)} · `}
                    {formatBytes(p.file.size)}
                  </span>
                </span>
                <Button
                  tone="quiet"
                  size="sm"
                  icon
                  aria-label={t('remove', { name: p.file.name })}
                  onClick={() => setPicked((old) => old.filter((o) => o.key !== p.key))}
                >
                  <X />
                </Button>
              </li>
            )
          })}
        </ul>
      )}
      {lists.length === 1 && rulesPath && <ListLookPanel file={lists[0]!.file} rulesPath={rulesPath} />}
      {(hint || phase.problem) && (
        <p role="alert" className="text-danger">
          {phase.problem ?? hint}
        </p>
      )}
      <div className="flex justify-end">
        <Button tone="primary" disabled={!ready} onClick={() => void send()}>
          {t('start')}
        </Button>
      </div>
    </div>
  )
}
