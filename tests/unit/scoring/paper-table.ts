/** The bins as the bank's paper prints them, copied by hand: the second opinion that the cards are tested against. */

export const MARKET_PAPER: Record<string, string> = {
  MT1: '≥100 8; [50,100) 7; [20,50) 6; [10,20) 4; [5,10) 2; [1,5) 1; <1 0',
  MT2: '≥10 6; [5,10) 5; [0,5) 3; [-10,0) 1; <-10 0',
  MT3: '≥800 6; [400,800) 5; [200,400) 3; [100,200) 1; <100 0',
  MY1: '≥15 8; [10,15) 7; [5,10) 5; [3,5) 3; <3 0',
  MY2: '≥15 4; [8,15) 3; [5,8) 2; [3,5) 1; <3 0',
  MY3: '0 3; 1 1; ≥2 0',
  MS1: '≥1000 5; [500,1000) 4; [200,500) 3; [100,200) 2; [50,100) 1; <50 0',
  MS2: '≥20 5; [10,20) 4; [5,10) 3; [2,5) 2; [1,2) 1; <1 0',
  MC1: '≥98 6; [95,98) 5; [90,95) 3; [85,90) 1; <85 0',
  MC2: '≥80 5; [50,80) 4; [20,50) 2; [5,20) 1; <5 0',
  MC3: '≥95 4; [80,95) 3; [60,80) 1; <60 0',
  MC4: 'GUARANTEE_AND_STALL 5; MARGIN_AND_STALL 4; STALL_ONLY 2; RECOMMEND_ONLY 0',
  MO1: '≥98 8; [95,98) 7; [90,95) 5; [85,90) 3; [80,85) 1; <80 0',
  MO2: '≥5 4; [0,5) 3; [-10,0) 2; [-20,-10) 1; <-20 0',
  MO3: '≥0 3; [-10,0) 2; [-20,-10) 1; <-20 0',
  MR1: 'NATIONAL_OR_INTL 8; MULTI_PROVINCE 6; PROVINCE 4; CITY 2; COUNTY 1',
  MG1: '≥1 4; [0,1) 3; [-1,0) 2; [-2,-1) 1; <-2 0',
  MG2: '<1 4; [1,1.5) 3; [1.5,2.5) 2; [2.5,4) 1; ≥4 0',
  MG3: 'LOW 4; LOWER 3; MEDIUM 2; HIGHER 1; HIGH 0',
}

export const CUSTOMER_PAPER: Record<string, string> = {
  CA1: '≥8 7; [5,8) 6; [3,5) 4; [2,3) 2; [1,2) 1; <1 0',
  CA2: '≥10 4; [5,10) 3; [3,5) 2; [1,3) 1; <1 0',
  CA3: 'OWNED 7; LONG_USE_RIGHT_GE5Y 5; LEASE_GE2Y 3; LEASE_1_2Y 2; LEASE_LT1Y 0',
  CB1: '≥1000 6; [500,1000) 5; [300,500) 4; [100,300) 3; [50,100) 1; <50 0',
  CB2: '≥10 4; [0,10) 3; [-10,0) 2; [-20,-10) 1; <-20 0',
  CB3: '≥80 5; [60,80) 4; [40,60) 2; [20,40) 1; <20 0',
  CB4: 'A_OR_TAX_GE5W 4; B_M_OR_TAX_1_5W 3; EXEMPT_FILING_NORMAL 2; C_OR_LATE_FILING 1; NO_FILING 0',
  CB5: '≤60 3; (60,120] 2; (120,180] 1; >180 0',
  CB6: '≥10 4; [5,10) 3; [2,5) 2; [0,2) 1; <0 0',
  CC1: 'CLEAN 8; M1_1_2 6; M1_3_5 3; M2_ONCE 1; M2_MULTI 0',
  CC2: '0–3 4; 4–6 3; 7–10 1; ≥11 0',
  CC3: '≤2 4; 3 3; 4 2; 5 1; ≥6 0',
  CC4: '≥3 4; [1,3) 3; (0,1) 2; 0 0',
  CD1: '100 6; [95,100) 5; [90,95) 3; [80,90) 1; <80 0',
  CD2: '≤10 5; (10,33.33] 4; (33.33,50] 2; >50 0',
  CD3: '0 3; 1 2; 2 1; ≥3 0',
  CE1: 'SPOUSE_OR_ADULT_COSIGN 3; LOCAL_GUARANTOR_NOT_COSIGN 2; NONE 1',
  CE2: '≤30 6; (30,50] 5; (50,60] 3; (60,70] 1; >70 0',
  CE3: '≥5 5; [3,5) 4; [2,3) 3; [1,2) 1; <1 0',
  CF1: 'COLLATERAL_LE70_OR_COVER_GE80 8; JOINT_MARGIN_GE10_OR_ASSIST 6; JOINT_MARGIN_5_10 4; SINGLE_GUARANTOR 2; UNSECURED 0',
}

export type PaperBin = { points: number; holds(value: number | string): boolean; edges: number[] }

/** "[50,100) 7; <1 0" → bins that can be asked by plain comparison. */
export function paperBins(line: string): PaperBin[] {
  return line.split('; ').map((part) => {
    const cut = part.lastIndexOf(' ')
    return { points: Number(part.slice(cut + 1)), ...paperBin(part.slice(0, cut)) }
  })
}

function paperBin(text: string): Pick<PaperBin, 'holds' | 'edges'> {
  const inside = /^([[(])(-?[\d.]+),(-?[\d.]+)([\])])$/.exec(text)
  if (inside) {
    const [, open, low, high, close] = inside
    const [a, b] = [Number(low), Number(high)]
    return {
      edges: [a, b],
      holds: (v) => (open === '[' ? Number(v) >= a : Number(v) > a) && (close === ']' ? Number(v) <= b : Number(v) < b),
    }
  }
  const whole = /^(\d+)–(\d+)$/.exec(text)
  if (whole) {
    const [a, b] = [Number(whole[1]), Number(whole[2])]
    return { edges: [a, b], holds: (v) => Number(v) >= a && Number(v) <= b }
  }
  const open = /^([≥>≤<])(-?[\d.]+)$/.exec(text)
  if (open) {
    const edge = Number(open[2])
    const test = {
      '≥': (v: number) => v >= edge,
      '>': (v: number) => v > edge,
      '≤': (v: number) => v <= edge,
      '<': (v: number) => v < edge,
    }
    return { edges: [edge], holds: (v) => test[open[1] as '≥'](Number(v)) }
  }
  if (/^\d+$/.test(text)) return { edges: [Number(text)], holds: (v) => Number(v) === Number(text) }
  return { edges: [], holds: (v) => v === text }
}
