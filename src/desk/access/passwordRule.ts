/**
 * The fewest characters of a password: those for one that stands alone, since nobody has a second
 * factor on the day they choose it. Source: NIST SP 800-63B-4, "Password Verifiers",
 * https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver (there are no rules of composition)
 */
export const LEAST_PASSWORD_LENGTH = 15;

/** The most characters of a password; the same source asks for 64 at least. */
const MOST_PASSWORD_LENGTH = 256;

/** What must be left of a password without all that anybody would try first. */
const LEAST_SUBSTANCE = 8;

/** The service's name, and what stands at the top of every list of passwords that became known. */
const EXPECTED = [
  ...['hopsight', 'password', 'passwort', 'passw0rd', 'administrator', 'admin', 'welcome', 'login'],
  ...['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', '1q2w3e4r'],
  ...[
    'qwerty',
    'qwertz',
    'azerty',
    'asdf',
    'iloveyou',
    'letmein',
    'changeme',
    'secret',
    'trustno1',
  ],
  ...['football', 'baseball', 'princess', 'sunshine', 'superman', 'dragon', 'monkey', 'master'],
];

/**
 * A password in the one form in which it is hashed and compared, whatever keyboard typed it.
 *
 * Source: NIST SP 800-63B-4, "Password Verifiers" (NFKC or NFKD before hashing).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Why a password is refused, in a sentence that repeats nothing of it; null where it is not.
 *
 * Blind spot: no list of passwords that became known is looked up; of so long ones few are on any.
 */
export function passwordProblem({
  password,
  name,
}: {
  readonly password: string;
  readonly name: string;
}): string | null {
  const text = normalizePassword(password);
  const { length } = [...text];
  if (length < LEAST_PASSWORD_LENGTH) {
    return `The password has ${length} characters; choose one of ${LEAST_PASSWORD_LENGTH} or more, such as four words at random.`;
  }
  if (length > MOST_PASSWORD_LENGTH) {
    return `The password has more than ${MOST_PASSWORD_LENGTH} characters; choose a shorter one.`;
  }
  if (patternLength(withoutRuns(withoutExpected(text, name))) < LEAST_SUBSTANCE) {
    return 'The password is easy to guess: it is little more than the name, words that many use, or a pattern; choose four words at random.';
  }
  return null;
}

function withoutExpected(text: string, name: string): string {
  const ofName = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s.@_-]+/u);
  const expected = [...ofName.filter((word) => word.length > 2), ...EXPECTED];
  const longestFirst = expected.sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), text.toLowerCase());
}

/** Without each character that repeats the one before or is its neighbour, such as in "1234" or "aaa". */
function withoutRuns(text: string): string {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const kept = points.filter((point, at) => Math.abs(point - (points[at - 1] ?? -9)) > 1);
  return String.fromCodePoint(...kept);
}

/** Characters after which a text only repeats itself; all of them where it does not. */
function patternLength(text: string): number {
  for (let length = 1; length < text.length; length += 1) {
    if (text.startsWith(text.slice(length))) return length;
  }
  return text.length;
}
