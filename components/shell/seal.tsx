import { cn } from '../ui/cn'

/** The mark of the house: a seal with 坊 over 市, as cut in stone. Decorative: the name stands beside it. */
export function Seal({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 40 40" aria-hidden="true" className={cn('size-8 shrink-0', className)}>
      <rect x="1" y="1" width="38" height="38" rx="5" fill="var(--seal)" />
      <rect x="3.6" y="3.6" width="32.8" height="32.8" rx="3" fill="none" stroke="var(--seal-ink)" strokeWidth="1.1" />
      {/* 坊 (left) and 市 (right), drawn so that no font is needed */}
      <g fill="none" stroke="var(--seal-ink)" strokeWidth="1.9" strokeLinecap="square">
        <path d="M7 15h5M9.5 10v15M6.8 26.2l6-2" />
        <path d="M16.4 9.2v2.4M13.8 14.2h5.4M16 14.2c0 6.5-1 11-3 14.5M15.8 19h3.2c0 5-.3 8-1.2 9.2-.5.6-1.2.6-2.2.2" />
        <path d="M28 9v2.6M22.4 13.4h11.2M28 13.4v17.8M23.6 27v-9h8.8v7.2c0 1.4-.6 1.9-2.2 1.7" />
      </g>
    </svg>
  )
}
