// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving. Scouts give
// words, bandits take them.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.EventPassphrase;

[NeverPolls("who waits for a word sleeps, and does not poll", Points = 1,
    Explains = "TryTake waits by sleeping for a while or by asking again and again; it should be woken when a word is there.")]
public static class Check
{
    [Check("who waits gets the word, whoever comes first", Points = 1,
        Explains = "A word arrives, whether it is given before or after the other one begins to wait; and it is that word.")]
    public static void Arrives()
    {
        var door = new Handover<string>();
        void GivesAndLooks()
        {
            door.Give("sesame");
            _ = door.IsGiven; // true or false by now; anybody may ask, at any time
        }
        Together.Run(("bandit", () => MustGet(door, "sesame")), ("scout", GivesAndLooks));
        Must.Hold(!door.IsGiven, "the word has been taken, and IsGiven is still true");
    }

    // Whoever gets the first word gives the second: each of the two gets one, and neither goes on without.
    [Check("each word goes to exactly one taker", Points = 1,
        Explains = "Two wait. The word lets one of them go on; the other one goes on waiting for the next.")]
    public static void One_word_one_taker()
    {
        var door = new Handover<string>();
        var got = new string?[2];
        void Takes(int bandit)
        {
            got[bandit] = MustGet(door);
            if (got[bandit] == "first") door.Give("second");
        }
        Together.Run(("bandit 1", () => Takes(0)), ("bandit 2", () => Takes(1)), ("scout", () => door.Give("first")));
        Must.EqualSequence(["first", "second"], got.Order(), "the words that the two bandits got");
    }

    [Check("a second word is refused, and the first stays", Points = 1,
        Explains = "While a word lies there Give throws InvalidOperationException, and does not wait; what it accepts arrives.")]
    public static void Second_word()
    {
        var door = new Handover<string>();
        door.Give("zeroth");
        Must.Throw<InvalidOperationException>(() => door.Give("another"), "Give, while a word lies there,");
        MustGet(door, "zeroth");

        var accepted = new string?[2];
        string? taken = null;
        void Gives(int scout, string word)
        {
            try { door.Give(word); }
            catch (InvalidOperationException) { return; }
            accepted[scout] = word;
        }
        Together.Run(
            ("scout 1", () => Gives(0, "first")), ("scout 2", () => Gives(1, "second")), ("bandit", () => taken = MustGet(door)));
        var left = door.TryTake(TimeSpan.Zero, out var word) ? word : null;
        Must.EqualSequence(accepted.OfType<string>().Order(), new[] { taken, left }.OfType<string>().Order(),
            "of the words that Give accepted, what arrived");
    }

    [Check("the next word can be given, round after round", Points = 1,
        Explains = "After a word was taken the place is empty, and nothing stays behind that lets a taker pass without a word.")]
    public static void Rounds()
    {
        var (words, answers) = (new Handover<string>(), new Handover<string>());
        void Asks()
        {
            for (var round = 1; round <= 2; round++)
            {
                words.Give($"word {round}");
                MustGet(answers, $"answer {round}");
            }
        }
        void Answers()
        {
            for (var round = 1; round <= 2; round++)
            {
                MustGet(words, $"word {round}");
                answers.Give($"answer {round}");
            }
        }
        Together.Run(("scout", Asks), ("bandit", Answers));
    }

    [Check("who gives up has taken no word", Points = 1,
        Explains = "TryTake ends when it is cancelled or its time is over; a word is then returned, or still to be had.")]
    public static void Giving_up()
    {
        var door = new Handover<string>();
        Must.Hold(!door.TryTake(TimeSpan.FromMilliseconds(5), out _), "nobody has given a word, and TryTake returned true");

        using var first = new CancellationTokenSource();
        void IsCancelled() => Must.Throw<OperationCanceledException>(
            () => door.TryTake(Timeout.InfiniteTimeSpan, out _, first.Token), "TryTake, cancelled with no word there,");
        Together.Run(("bandit", IsCancelled), ("canceller", first.Cancel));

        using var second = new CancellationTokenSource();
        var taken = false;
        void MayGiveUp()
        {
            try { taken = door.TryTake(TimeSpan.FromMilliseconds(5), out _, second.Token); }
            catch (OperationCanceledException) { }
        }
        void GivesAndCancels()
        {
            door.Give("sesame");
            second.Cancel();
        }
        Together.Run(("bandit", MayGiveUp), ("scout", GivesAndCancels));
        Must.Equal(!taken, door.IsGiven, $"the bandit {(taken ? "took the word" : "gave up")}, and IsGiven");
        if (!taken) Must.Hold(door.TryTake(TimeSpan.Zero, out _), "the bandit gave up, and the word cannot be taken any more");
        Together.Run(("bandit", () => MustGet(door, "another")), ("scout", () => door.Give("another")));
    }

    private static void MustGet(Handover<string> door, string expected) =>
        Must.Equal(expected, MustGet(door), "the word that was taken");

    private static string MustGet(Handover<string> door)
    {
        Must.Hold(door.TryTake(Timeout.InfiniteTimeSpan, out var word), "TryTake returned false, though its time is without end");
        Must.Hold(word is not null, "TryTake returned true, and there was no word");
        return word!;
    }
}
