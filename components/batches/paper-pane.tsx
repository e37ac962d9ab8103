'use client'
import {
  CalendarX2,
  Check,
  CheckCircle2,
  Circle,
  CircleHelp,
  EyeOff,
  FileWarning,
  type LucideIcon,
  XCircle,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { fitsSlot, LICENCE_VERDICTS, type Verdict } from '@/lib/batches/judgements'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { FileViewer } from '../ui/file-viewer/file-viewer'
import { Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { State } from '../ui/state'
import { Instant } from '../ui/when'
import type { Paper, Papers } from './check-types'

const MARK: Record<string, { icon: LucideIcon; colour: string }> = {
  MATCHED: { icon: Circle, colour: 'text-ink-3' },
  UNMATCHED: { icon: CircleHelp, colour: 'text-warn' },
  ACCEPTED: { icon: CheckCircle2, colour: 'text-ok' },
  REJECTED: { icon: XCircle, colour: 'text-danger' },
}

/** The papers of one merchant: by name above, the scan, and what the checker says of it below. */
export function PaperPane({
  papers,
  index,
  onIndex,
  judging,
  onJudge,
}: {
  papers: Papers
  index: number
  onIndex: (index: number) => void
  /** this person may judge papers of this merchant now */
  judging: boolean
  onJudge: (paper: Paper, verdict: Verdict) => void
}) {
  const t = useTranslations('batches.check')
  const intake = useTranslations('intake')
  const strip = useRef<HTMLUListElement>(null)
  const paper = papers.documents[index]
  const name = (p: Paper) =>
    [
      p.slot ? intake(`slots.${p.slot as 'BUNDLE'}`) : t('verdicts.UNMATCHED'),
      p.side && p.side !== 'BOTH' ? intake(`sides.${p.side as 'FRONT'}`) : '',
    ]
      .filter(Boolean)
      .join(' ')
  const missing = papers.requiredSlots.filter((s) => !papers.documents.some((d) => d.slot === s || d.slot === 'BUNDLE'))
  const id = paper?.id
  useEffect(() => {
    if (id) strip.current?.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [id])
  return (
    <div className="flex min-h-0 flex-col rounded-md border border-line bg-surface">
      <ul
        ref={strip}
        aria-label={t('papersOf')}
        className="flex shrink-0 gap-1.5 overflow-x-auto border-b border-line px-2 py-1.5"
        data-scroll
      >
        {papers.documents.map((p, i) => {
          const { icon: Icon, colour } = MARK[p.state] ?? MARK.MATCHED!
          const verdict = t(`verdicts.${p.state as 'MATCHED'}`)
          return (
            <li key={p.id} data-id={p.id} className="shrink-0">
              <button
                type="button"
                aria-current={i === index || undefined}
                aria-label={t('verdictOf', { slot: name(p), verdict })}
                title={t('verdictOf', { slot: name(p), verdict })}
                onClick={() => onIndex(i)}
                className="flex items-center gap-1.5 rounded-sm border border-transparent px-2 py-1 text-sm whitespace-nowrap -outline-offset-1 hover:bg-hover aria-current:border-accent aria-current:bg-accent-soft coarse:min-h-11"
              >
                <Icon aria-hidden className={cn('size-4 shrink-0', colour)} />
                <span className="max-w-36 truncate">{name(p)}</span>
              </button>
            </li>
          )
        })}
        {missing.map((s) => (
          <li key={s} className="flex shrink-0 items-center gap-1.5 px-2 py-1 text-sm whitespace-nowrap text-ink-2">
            {intake(`slots.${s as 'BUNDLE'}`)}
            <Badge tone="warn">{t('missing')}</Badge>
          </li>
        ))}
      </ul>
      {paper ? (
        <FileViewer
          files={papers.documents.map((d) => ({
            id: d.id,
            name: `${name(d)} ${d.path.split('/').at(-1)}`,
            type: d.mediaType,
            href: `/api/files/${d.fileId}`,
            downloadHref: `/api/files/${d.fileId}?download`,
          }))}
          index={index}
          onIndexChange={onIndex}
          className="min-h-0 flex-1 rounded-none border-0"
        />
      ) : (
        <State kind="empty" heading="p" title={t('noDocument')} className="flex-1" />
      )}
      {paper && (
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line px-3 py-2">
          {judging && (
            <fieldset aria-label={t('paper')} className="flex flex-wrap gap-2">
              <Button
                size="sm"
                onClick={() => onJudge(paper, 'ACCEPTED')}
                aria-pressed={paper.state === 'ACCEPTED'}
                className="aria-pressed:border-ok aria-pressed:bg-ok-soft aria-pressed:text-ok"
              >
                <Check aria-hidden />
                {t('accept')}
                <Key k="a" />
              </Button>
              <Button size="sm" onClick={() => onJudge(paper, 'EXPIRED')}>
                <CalendarX2 aria-hidden />
                {t('expired')}
                <Key k="e" />
              </Button>
              <Button size="sm" onClick={() => onJudge(paper, 'UNREADABLE')}>
                <EyeOff aria-hidden />
                {t('unreadable')}
                <Key k="u" />
              </Button>
              {paper.slot && fitsSlot('LICENSE_STATUS', paper.slot) && (
                <Menu
                  trigger={
                    <Button size="sm">
                      <FileWarning aria-hidden />
                      {t('register')}
                    </Button>
                  }
                  items={LICENCE_VERDICTS.map((v) => ({
                    key: v,
                    label: t(`registerSays.${v}`),
                    onSelect: () => onJudge(paper, v),
                  }))}
                />
              )}
            </fieldset>
          )}
          <span className={cn('min-w-0 text-sm text-ink-2', judging && 'sm:ml-auto')}>
            {paper.expiresOn && t('validUntil', { date: paper.expiresOn })}
            {paper.checkedAt && paper.checkedBy && (
              <>
                {' '}
                {paper.checkedBy} <Instant value={paper.checkedAt} />
              </>
            )}
          </span>
        </div>
      )}
    </div>
  )
}

/** The key of an act, where there is a keyboard. */
export function Key({ k }: { k: string }) {
  return <Kbd keys={k} className="ml-1 coarse:hidden" />
}
