/** Passwords of ten characters and more that stand at the top of every list of leaked ones, in lower case. */
const COMMON = new Set(
  `1234567890 0123456789 12345678910 123456789a 1234567891 0987654321 9876543210 1029384756 123123123123 1q2w3e4r5t
  1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop qwerty123456 qwertyuiop123 qwerty1234 qwertyuiopasdfghjkl asdfghjkl123
  asdfghjkl1 zxcvbnm123 password123 password1234 password12 password12345 password123456 password1! password01
  passwordpassword passw0rd123 p@ssw0rd123 p@ssword123 welcome123 welcome1234 letmein123 letmeinplease administrator
  admin12345 admin123456 adminadmin iloveyou123 iloveyou12 iloveyouforever abcdefghij abcdefghijk abcd123456 abc1234567
  abcde12345 a123456789 aa12345678 aaaaaaaaaa q1w2e3r4t5 q1w2e3r4t5y6 changeme123 changemenow secret1234 secretpassword
  princess123 sunshine123 football123 baseball123 basketball superman123 michelle123 jordan12345 dragon12345
  monkey12345 shadow12345 master12345 computer123 internet123 samsung123 liverpool123 chocolate1 correcthorse
  correcthorsebatterystaple trustno1trustno1 testtest123 test123456 test12345678 switchyard switchyard123`
    .split(/\s+/)
    .filter((word) => word.length > 0),
);

/** Fewer different characters than this are a pattern, whatever the length. */
const FEWEST_CHARACTERS = 5;

/**
 * What is wrong with a password besides its length, in one sentence; null when nothing is.
 * @param email the address it is to protect
 */
export function passwordFault(password: string, email: string): string | null {
  const text = password.trim().toLowerCase();
  const address = email.toLowerCase();
  if (text === address || text === address.split('@')[0]) return 'Do not use your e-mail address as your password.';
  if (new Set(text).size < FEWEST_CHARACTERS) return 'Use more different characters.';
  if (COMMON.has(text)) return 'This password is among the first that anybody would try; choose another.';
  return null;
}
