'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { answerNoticeAction, queryClaimPaperAction } from '@/lib/guarantees/claim-actions'
import { answerIssueCallAction } from '@/lib/issues/actions'
import { answerCaseAction, answerSchemeConsentAction, submitReturnAction } from '@/lib/partners/actions'
import { AnswerCase, SubmitReturn } from '@/lib/partners/schema'
import { FormDialog, type Question } from './form-dialog'

function useDone() {
  const t = useTranslations('partners.desk')
  const router = useRouter()
  return () => {
    toast.ok(t('answered'))
    router.refresh()
  }
}

/** The answer to a case: the letter or policy with its figures, or a refusal with its reason. */
export function CaseAnswer({ caseId, kind }: { caseId: string; kind: string }) {
  const t = useTranslations('partners.desk')
  const done = useDone()
  const questions: Question[] = [
    { name: 'referenceNo', label: t(`reference.${kind as 'POLICY'}`), required: true },
    ...(kind === 'POLICY'
      ? ([
          { name: 'cover', label: t('cover'), kind: 'money', required: true },
          { name: 'premium', label: t('premium'), kind: 'money' },
          { name: 'validFrom', label: t('validFrom'), kind: 'date', required: true },
          { name: 'validUntil', label: t('validUntil'), kind: 'date', required: true },
        ] satisfies Question[])
      : []),
    ...(kind === 'GUARANTEE'
      ? ([{ name: 'counterGuarantee', label: t('counterGuarantee') }] satisfies Question[])
      : []),
    { name: 'note', label: t('note'), kind: 'long' },
  ]
  return (
    <span className="flex flex-wrap gap-2">
      <FormDialog
        label={t('give')}
        title={t(`kinds.${kind as 'POLICY'}`)}
        tone="primary"
        schema={AnswerCase}
        values={{
          caseId,
          agree: true,
          referenceNo: '',
          cover: '',
          premium: '',
          validFrom: '',
          validUntil: '',
          counterGuarantee: '',
          note: '',
        }}
        action={answerCaseAction}
        questions={questions}
      />
      <ReasonDialog
        trigger={<Button tone="danger-quiet">{t('decline')}</Button>}
        title={t('decline')}
        confirmLabel={t('decline')}
        tone="danger"
        action={(note) => answerCaseAction({ caseId, agree: false, note })}
        onDone={done}
      />
    </span>
  )
}

/** Yes with a word if one likes, or no with the reason; the words are those of `of`. */
function YesOrNo({
  of,
  answer,
}: {
  of: 'partners.desk' | 'partners.desk.call'
  answer: (agree: boolean, note: string) => ReturnType<typeof answerNoticeAction>
}) {
  const t = useTranslations(of)
  const done = useDone()
  return (
    <span className="flex flex-wrap gap-2">
      {([true, false] as const).map((agree) => (
        <ReasonDialog
          key={String(agree)}
          trigger={<Button tone={agree ? 'primary' : 'danger-quiet'}>{t(agree ? 'accept' : 'dispute')}</Button>}
          title={t(agree ? 'accept' : 'dispute')}
          description={t(agree ? 'acceptHint' : 'disputeHint')}
          confirmLabel={t(agree ? 'accept' : 'dispute')}
          reason={agree ? 'optional' : 'required'}
          tone={agree ? 'primary' : 'danger'}
          action={(note) => answer(agree, note)}
          onDone={done}
        />
      ))}
    </span>
  )
}

export function LetterAnswer({ noticeId }: { noticeId: string }) {
  return (
    <YesOrNo
      of="partners.desk"
      answer={(agree, note) => answerNoticeAction({ noticeId, agree, ...(note ? { note } : {}) })}
    />
  )
}

/** The enhancer says whether it will stand in for the issuer. */
export function CallAnswer({ callId }: { callId: string }) {
  return (
    <YesOrNo
      of="partners.desk.call"
      answer={(agree, note) => answerIssueCallAction({ callId, agree, ...(note ? { note } : {}) })}
    />
  )
}

/** A paper of the claim's file is missing something: the insurer says what. */
export function PaperQuery({ paperId }: { paperId: string }) {
  const t = useTranslations('partners.desk')
  const done = useDone()
  return (
    <ReasonDialog
      trigger={
        <Button size="sm" tone="quiet">
          {t('paper.ask')}
        </Button>
      }
      title={t('paper.ask')}
      description={t('paper.askHint')}
      confirmLabel={t('paper.ask')}
      action={(note) => queryClaimPaperAction({ paperId, note })}
      onDone={done}
    />
  )
}

export function ConsentAnswer({ schemeId }: { schemeId: string }) {
  const t = useTranslations('partners.desk')
  const done = useDone()
  return (
    <span className="flex flex-wrap gap-2">
      {([true, false] as const).map((agree) => (
        <ReasonDialog
          key={String(agree)}
          trigger={<Button tone={agree ? 'primary' : 'danger-quiet'}>{t(agree ? 'consent' : 'refuse')}</Button>}
          title={t(agree ? 'consent' : 'refuse')}
          description={t('consentHint')}
          confirmLabel={t(agree ? 'consent' : 'refuse')}
          reason={agree ? 'optional' : 'required'}
          tone={agree ? 'primary' : 'danger'}
          action={(note) => answerSchemeConsentAction({ schemeId, agree, ...(note ? { note } : {}) })}
          onDone={done}
        />
      ))}
    </span>
  )
}

export function ReturnForm({ month }: { month: string }) {
  const t = useTranslations('partners.desk')
  return (
    <FormDialog
      label={t('handIn')}
      title={t('handIn')}
      tone="primary"
      schema={SubmitReturn}
      values={{ month, figures: { outstanding: '', compensated: '0.00', earned: '', netAssets: '' }, note: '' }}
      action={submitReturnAction}
      questions={[
        { name: 'month', label: t('month'), hint: t('monthHint'), kind: 'date', required: true },
        { name: 'figures.outstanding', label: t('figure.outstanding'), kind: 'money', required: true },
        { name: 'figures.compensated', label: t('figure.compensated'), kind: 'money', required: true },
        { name: 'figures.earned', label: t('figure.earned'), kind: 'money' },
        { name: 'figures.netAssets', label: t('figure.netAssets'), kind: 'money' },
        { name: 'note', label: t('note'), kind: 'long' },
      ]}
    />
  )
}
