'use client'
import { useTranslations } from 'next-intl'
import { useMemo, useRef, useState } from 'react'
import { checkItemsAction, dropItemAction } from '@/lib/batches/actions'
import type { Verdict } from '@/lib/batches/judgements'
import { Button } from '../ui/button'
import { Progress } from '../ui/progress'
import { ReasonDialog } from '../ui/reason-dialog'
import { type Shortcut, useShortcuts } from '../ui/shortcuts'
import { SideBySide } from '../ui/side-by-side'
import { Skeleton } from '../ui/skeleton'
import { State } from '../ui/state'
import { toast } from '../ui/toast'
import { CheckList, CheckSwitcher } from './check-list'
import { type CheckItem, findingsOf, type Paper, type Papers } from './check-types'
import { ExpiredDialog } from './expired-dialog'
import { ListFields } from './list-fields'
import { Key, PaperPane } from './paper-pane'
import { ReturnItemDialog } from './return-item-dialog'
import { useCheck } from './use-check'

type Asked = 'return' | 'drop' | 'unjudged' | null

/**
 * Checking papers, the customer manager's real work: merchants at the left, the scan in the middle, the list's entries at
 * the right, all by keys. Without `checking` it is for reading only.
 */
export function CheckDesk({
  items,
  first,
  maxRounds,
  checking,
}: {
  items: CheckItem[]
  /** the papers of the merchant that the page opened with */
  first: Papers | null
  maxRounds: number
  checking: boolean
}) {
  const t = useTranslations('batches')
  const desk = useCheck(items, first, checking)
  const { papers, current, open } = desk
  const [asked, setAsked] = useState<Asked>(null)
  const [expired, setExpired] = useState<Paper | null>(null)
  const findings = papers ? findingsOf(papers) : 0
  const unjudged = papers?.documents.filter((d) => d.state === 'MATCHED').length ?? 0

  const judge = (paper: Paper, verdict: Verdict) => {
    if (verdict === 'EXPIRED') setExpired(paper)
    else void desk.judge(paper, verdict)
  }
  const seen = () => {
    if (!open || findings > 0) return
    if (unjudged > 0) setAsked('unjudged')
    else void desk.seen()
  }
  const after = (text: string) => {
    if (current) void desk.reload(current.id)
    toast.ok(text)
    desk.goOn()
  }
  useDeskKeys({
    checking,
    merchant: (by) => desk.go(by > 0 ? desk.next : desk.prev),
    paper: (by) => desk.goPaper(desk.index + by),
    judge: (verdict) => {
      const paper = papers?.documents[desk.index]
      if (open && paper) judge(paper, verdict)
    },
    giveBack: () => open && setAsked('return'),
    seen,
  })

  const done = desk.list.filter((m) => m.state !== 'SUBMITTED').length
  const listProps = {
    items: desk.shown,
    current: current?.id ?? null,
    search: desk.search,
    onSearch: desk.setSearch,
    only: desk.only,
    onOnly: desk.setOnly,
    onOpen: desk.go,
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <Progress
          className="min-w-52 flex-1"
          label={t('check.checked')}
          done={done}
          total={items.length}
          state={done === items.length ? 'done' : 'running'}
        />
        {checking && <SeenForRest items={desk.list} />}
      </div>
      <CheckSwitcher {...listProps} position={desk.position} prev={desk.prev} next={desk.next} name={current?.name} />
      <div className="gap-4 lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
        <CheckList {...listProps} className="hidden lg:flex lg:h-[calc(100dvh-17.75rem)] lg:min-h-112" />
        {desk.failed ? (
          <State
            kind="error"
            heading="p"
            title={t('check.failed')}
            action={<Button onClick={() => current && void desk.reload(current.id)}>{t('check.retry')}</Button>}
          />
        ) : papers ? (
          <SideBySide
            id="check"
            initial={60}
            className="lg:h-[calc(100dvh-17.75rem)]"
            left={
              <PaperPane papers={papers} index={desk.index} onIndex={desk.goPaper} judging={open} onJudge={judge} />
            }
            right={<ListFields papers={papers} />}
          />
        ) : current ? (
          <div role="status" aria-label={t('check.loading')} className="space-y-3">
            <Skeleton className="h-10 w-full" />
            <Skeleton className="h-[50dvh] w-full" />
          </div>
        ) : (
          <State kind="empty" heading="p" title={t('check.none')} />
        )}
      </div>
      {checking && papers && (
        <div className="no-print sticky bottom-0 z-10 -mx-3 mt-3 flex flex-wrap items-center gap-2 border-t border-line-2 bg-raised px-3 py-2.5 max-md:bottom-14 md:-mx-6 md:px-6">
          {open ? (
            <>
              <Button tone="primary" disabled={findings > 0} onClick={seen}>
                {t('check.markOk')}
                <Key k="o" />
              </Button>
              <Button onClick={() => setAsked('return')}>
                {t('check.returnItem')}
                <Key k="r" />
              </Button>
              <Button tone="danger-quiet" onClick={() => setAsked('drop')}>
                {t('check.drop')}
              </Button>
              {findings > 0 && (
                <span className="text-sm text-danger max-sm:hidden">{t('check.blocked', { count: findings })}</span>
              )}
            </>
          ) : (
            <span className="text-sm text-ink-2">
              {done < items.length
                ? t(`items.${papers.state as 'RETURNED'}`)
                : desk.list.some((m) => m.state === 'RETURNED')
                  ? t('check.someReturned')
                  : `${t('check.allDone')} · ${t('check.allDoneText')}`}
            </span>
          )}
        </div>
      )}
      {papers && (
        <>
          <ReturnItemDialog
            key={`${papers.id}-${asked}`}
            papers={papers}
            maxRounds={maxRounds}
            open={asked === 'return'}
            onOpenChange={(o) => !o && setAsked(null)}
            onDone={() => after(t('check.returnedDone', { name: papers.name }))}
          />
          <ReasonDialog
            open={asked === 'drop'}
            onOpenChange={(o) => !o && setAsked(null)}
            title={t('ask.dropTitle', { name: papers.name })}
            description={t('ask.dropText')}
            confirmLabel={t('ask.drop')}
            reasonLabel={t('ask.dropReason')}
            tone="danger"
            action={(reason) => dropItemAction({ applicationId: papers.id, reason })}
            onDone={() => after(t('check.droppedDone', { name: papers.name }))}
          />
          <ReasonDialog
            open={asked === 'unjudged'}
            onOpenChange={(o) => !o && setAsked(null)}
            title={t('check.unjudgedTitle')}
            description={t('check.unjudgedText', { count: unjudged })}
            confirmLabel={t('check.markOk')}
            reason="none"
            action={() => checkItemsAction({ applicationIds: [papers.id], originalsSeen: true })}
            onDone={() => after(t('check.checkedDone', { name: papers.name }))}
          />
        </>
      )}
      {expired && (
        <ExpiredDialog
          title={expired.path.split('/').at(-1) ?? ''}
          expiresOn={expired.expiresOn}
          onOpenChange={(o) => !o && setExpired(null)}
          onSave={(on) => {
            void desk.judge(expired, 'EXPIRED', on)
            setExpired(null)
          }}
        />
      )}
    </>
  )
}

type DeskKeys = {
  checking: boolean
  merchant: (by: 1 | -1) => void
  paper: (by: 1 | -1) => void
  judge: (verdict: Verdict) => void
  giveBack: () => void
  seen: () => void
}

/** The keys of the desk; they call what the desk does now without being bound anew at every change. */
function useDeskKeys(keys: DeskKeys): void {
  const t = useTranslations('batches.check')
  const now = useRef(keys)
  now.current = keys
  const moves = useMemo<Shortcut[]>(
    () => [
      { keys: 'j', label: t('next'), run: () => now.current.merchant(1) },
      { keys: 'k', label: t('prev'), run: () => now.current.merchant(-1) },
      { keys: 'n', label: t('nextDoc'), run: () => now.current.paper(1) },
      { keys: 'p', label: t('prevDoc'), run: () => now.current.paper(-1) },
    ],
    [t],
  )
  const acts = useMemo<Shortcut[]>(() => {
    // the letter must not land in the field of the dialog that it opens
    const act = (run: () => void) => (e: KeyboardEvent) => {
      e.preventDefault()
      run()
    }
    return [
      { keys: 'a', label: t('accept'), run: act(() => now.current.judge('ACCEPTED')) },
      { keys: 'e', label: t('expired'), run: act(() => now.current.judge('EXPIRED')) },
      { keys: 'u', label: t('unreadable'), run: act(() => now.current.judge('UNREADABLE')) },
      { keys: 'r', label: t('returnItem'), run: act(() => now.current.giveBack()) },
      { keys: 'o', label: t('markOk'), run: act(() => now.current.seen()) },
    ]
  }, [t])
  useShortcuts(t('keys'), moves)
  useShortcuts(t('keys'), acts, keys.checking)
}

/** One act for all that are without findings: the checker vouches for having seen their originals. */
function SeenForRest({ items }: { items: CheckItem[] }) {
  const t = useTranslations('batches.check')
  const clean = items.filter((m) => m.state === 'SUBMITTED' && m.errors === 0 && m.bad === 0)
  if (clean.length === 0) return null
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('bulk')}</Button>}
      title={t('bulkTitle')}
      description={t('bulkText', { count: clean.length })}
      confirmLabel={t('markOk')}
      reason="none"
      action={() => checkItemsAction({ applicationIds: clean.map((m) => m.id), originalsSeen: true })}
      onDone={(v) => {
        toast.ok(t('done', { done: v.done.length }))
        if (v.refused.length > 0) toast.error(t('refused', { count: v.refused.length }))
      }}
    />
  )
}
