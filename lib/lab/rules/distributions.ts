/** Chances of the normal and the chi-square distribution, both by the incomplete gamma function of a half-whole number. */

/** P(Z > z). */
export function normalTail(z: number): number {
  const half = chiSquareTail(z * z, 1) / 2
  return z >= 0 ? half : 1 - half
}

/** P(χ² > x) with k degrees of freedom, k a whole number of at least one. */
export function chiSquareTail(x: number, k: number): number {
  if (x <= 0) return 1
  const [a, y] = [k / 2, x / 2]
  // the power y^a e^−y ÷ Γ(a), by logarithms so that it neither over- nor underflows
  const power = Math.exp(a * Math.log(y) - y - lnGammaOfHalves(k))
  return y < a + 1 ? 1 - power * lowerSeries(a, y) : power * upperFraction(a, y)
}

/** Γ(k/2) from Γ(1/2) = √π or Γ(1) = 1 upwards: Γ(a + 1) = a Γ(a). */
function lnGammaOfHalves(k: number): number {
  let a = k % 2 === 0 ? 1 : 0.5
  let ln = k % 2 === 0 ? 0 : Math.log(Math.PI) / 2
  for (; a < k / 2; a++) ln += Math.log(a)
  return ln
}

/** Σ y^n ÷ (a (a+1) … (a+n)), until a term no longer counts. */
function lowerSeries(a: number, y: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
    term *= y / (a + n)
    sum += term
  }
  return sum
}

/** 1 ÷ (y + 1 − a − 1(1−a) ÷ (y + 3 − a − 2(2−a) ÷ …)), from far inside outwards. */
function upperFraction(a: number, y: number): number {
  let value = 0
  for (let n = 200; n >= 1; n--) value = (n * (n - a)) / (y + 2 * n + 1 - a - value)
  return 1 / (y + 1 - a - value)
}
