'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useAct } from '@/components/ui/use-act'
import { Instant } from '@/components/ui/when'
import { formatList } from '@/lib/platform/i18n/format'
import { ClauseReader } from './clause-reader'
import type { KeptPerson, Submit } from './kept-signing'
import { SignaturePad } from './signature-pad'
import { ContractProof, DeliverCopies } from './signing-after'
import type { TableView } from './table-view'

const now = () => new Date().toISOString()

/** One person at the table: identity, then every document clause by clause, then one signature for what is explained. */
export function SigningPerson({ person, view, submit }: { person: KeptPerson; view: TableView; submit: Submit }) {
  const t = useTranslations('contracts')
  const atTable = view.iAmRm || view.iAmOfficer
  const open = person.documents.filter((d) => d.state === 'ISSUED')
  const ready = open.filter((d) => !d.signedAt && d.clauses.every((c) => c.confirmed))
  return (
    <div className="space-y-4">
      <Card
        title={person.name}
        description={[
          t(`role.${person.role as 'BORROWER'}`),
          person.role === 'OPERATOR' || person.role === 'PARTNER' ? null : person.merchant,
          person.idNo,
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        {person.identityChecked ? (
          <Notice tone="ok">{t('screen.identityDone')}</Notice>
        ) : atTable ? (
          <Identity signerIds={open.map((d) => d.signerId)} submit={submit} />
        ) : (
          <p className="text-ink-2">{t('screen.identityOpen')}</p>
        )}
      </Card>
      {person.documents.map((d) => (
        <Card
          key={d.signerId}
          title={t(`kinds.${d.kind as 'LOAN_CONTRACT'}`)}
          description={d.number}
          actions={
            <>
              {d.waits && <Badge tone="warn">{t('screen.waitsForLine')}</Badge>}
              {d.signedAt && !d.waits && (
                <Badge tone="ok">
                  {t(`method.${(d.method ?? 'PAPER') as 'PAPER'}`)} <Instant value={d.signedAt} />
                </Badge>
              )}
              {d.signedAt && !d.waits && <ContractProof contractId={d.contractId} />}
              {d.fileId && (
                <a
                  className="text-accent underline underline-offset-3"
                  href={`/api/files/${d.fileId}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t('screen.readText')}
                </a>
              )}
            </>
          }
        >
          <ClauseReader
            signerId={d.signerId}
            name={person.name}
            clauses={d.clauses}
            terms={termsOf(view, d.contractId)}
            mayExplain={view.iAmRm && d.state === 'ISSUED'}
            submit={submit}
          />
        </Card>
      ))}
      {atTable && <DeliverCopies person={person} />}
      {atTable && open.some((d) => !d.signedAt) && (
        <SignBox
          key={`${person.key}:${ready.length}`}
          name={person.name}
          blocked={!person.identityChecked || ready.length === 0}
          documents={ready.map((d) => ({ signerId: d.signerId, sha256: d.sha256 ?? '', number: d.number }))}
          seal={person.role === 'OPERATOR' || person.role === 'PARTNER'}
          submit={submit}
        />
      )}
    </div>
  )
}

/** The contract's own figures, to be read out with the clause that they belong to. */
function termsOf(view: TableView, contractId: string) {
  const c = view.contracts.find((x) => x.id === contractId)
  return c?.amount ? { amount: c.amount, rate: c.rate, tenorMonths: c.tenorMonths } : null
}

function Identity({ signerIds, submit }: { signerIds: string[]; submit: Submit }) {
  const t = useTranslations('contracts.screen')
  const [seen, setSeen] = useState(false)
  const [face, setFace] = useState(false)
  const act = useAct()
  return (
    <div className="space-y-2">
      <Checkbox label={t('originalSeen')} checked={seen} onChange={setSeen} />
      <Checkbox label={t('faceMatched')} checked={face} onChange={setFace} />
      {act.problem}
      <Button
        tone="primary"
        busy={act.busy}
        disabled={!seen || !face}
        onClick={() =>
          act.run(() => submit('signing.identify', { signerIds, originalSeen: true, faceMatched: true, madeAt: now() }))
        }
      >
        {t('identify')}
      </Button>
    </div>
  )
}

function SignBox({
  name,
  blocked,
  documents,
  seal,
  submit,
}: {
  name: string
  blocked: boolean
  documents: { signerId: string; sha256: string; number: string }[]
  seal: boolean
  submit: Submit
}) {
  const t = useTranslations('contracts.screen')
  const locale = useLocale()
  const act = useAct()
  const signatures = documents.map(({ signerId, sha256 }) => ({ signerId, sha256 }))
  const scanId = useId()
  const withFile = (method: 'DRAWN' | 'SCAN') => (content: Blob) =>
    act.run(() =>
      submit(
        'signing.sign',
        { signatures, method, madeAt: now() },
        { field: 'signatureFileId', kind: 'SIGNATURE', content },
      ),
    )
  const [drawn, scanned] = [withFile('DRAWN'), withFile('SCAN')]
  return (
    <Card title={t('sign')} description={t('signCount', { count: documents.length })}>
      {blocked ? (
        <p className="text-ink-2">{t('signBlocked')}</p>
      ) : (
        <div className="space-y-3">
          <p className="text-sm text-ink-2">
            {formatList(
              locale,
              documents.map((d) => d.number),
            )}
          </p>
          <SignaturePad name={name} busy={act.busy} onDone={drawn} />
          {act.problem}
          <div className="flex flex-wrap items-end justify-end gap-2 border-t border-line pt-3">
            <FieldFrame id={scanId} label={t('scan')} hint={t('scanHint')}>
              <Input
                id={scanId}
                type="file"
                accept="image/*,application/pdf"
                onChange={(e) => {
                  const file = e.currentTarget.files?.[0]
                  if (file) scanned(file)
                }}
              />
            </FieldFrame>
            <Button
              busy={act.busy}
              onClick={() =>
                act.run(() => submit('signing.sign', { signatures, method: seal ? 'SEAL' : 'PAPER', madeAt: now() }))
              }
            >
              {seal ? t('sealed') : t('onPaper')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  )
}
