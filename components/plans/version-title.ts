/** What a frozen version of a plan is called, by its kind. */
export const VERSION_TITLE = {
  SUBMITTED: 'page.no',
  ANNEX: 'page.annex',
  DECIDED: 'page.decision',
  NOW: 'page.now',
} as const
