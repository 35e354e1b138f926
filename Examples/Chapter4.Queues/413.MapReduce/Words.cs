// What a word is:
//
//      The ferryman's naïve café: 3 o’clock, 'twas well-known.
//      the ferryman's naïve café    o'clock   twas well known         lower case, in the order of the text
//
//   - letters of any alphabet, each with the marks that combine with it; digits and signs are none, and a hyphen separates
//   - an apostrophe between two letters belongs to the word; the curly one counts as the straight one
//   - upper and lower case are one word, letter by letter: ß and ss stay two

using System.Globalization;
using System.Text;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>What a word is: letters and apostrophes, in lower case.</summary>
public static class Words
{
    /// <summary>The words of a text, in order, in the form in which they are counted.</summary>
    public static IEnumerable<string> In(string text)
    {
        for (var next = 0; next < text.Length;)
        {
            var start = next;
            next = EndOfLetters(text, start);
            if (next == start) // a sign: one step further
            {
                next += char.IsSurrogatePair(text, start) ? 2 : 1;
                continue;
            }
            while (next < text.Length && IsApostrophe(text[next]) && EndOfLetters(text, next + 1) is var end && end > next + 1)
                next = end;
            yield return text[start..next].Replace('’', '\'').ToLowerInvariant();
        }
    }

    /// <summary>Whether a text may be cut behind this character without cutting a word.</summary>
    public static bool Separates(char c) => !IsApostrophe(c) && !char.IsLetter(c) && !IsMark(c) && !char.IsSurrogate(c);

    private static int EndOfLetters(string text, int start)
    {
        var end = start;
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune)
            && (Rune.IsLetter(rune) || (end > start && IsMark(rune)))) end += rune.Utf16SequenceLength;
        return end;
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’';

    private static bool IsMark(char c) => IsMark(CharUnicodeInfo.GetUnicodeCategory(c));

    private static bool IsMark(Rune rune) => IsMark(Rune.GetUnicodeCategory(rune));

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
