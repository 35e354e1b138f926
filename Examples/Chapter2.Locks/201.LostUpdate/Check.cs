// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving: two threads
// with an amount each are enough to meet between any two lines.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.LostUpdate;

[NeverPolls("a thread that has to wait sleeps neither nor spins", Points = 1,
    Explains = "A thread waits by sleeping for a while or by asking again and again; it should be let in when it is its turn.")]
public static class Check
{
    [Check("no amount is lost", Points = 2,
        Explains = "Two threads read the same number, each added its own amount, and the second to write wiped out the first.")]
    public static void Nothing_lost()
    {
        var counter = new TallyCounter();
        Together.Run(("adds 3", () => counter.Add(3)), ("adds 4", () => counter.AddAll([4])));
        MustHave(new Tally(2, 7, 4), counter.Read(), "after 3 and 4");
    }

    [Check("who reads meanwhile sees whole additions", Points = 1,
        Explains = "Read got one of its numbers from before an addition and another from after it: at no moment were they so.")]
    public static void Whole_additions()
    {
        var counter = new TallyCounter();
        void Reads()
        {
            var seen = counter.Read();
            var isPossible = seen == default || seen == new Tally(1, 5, 5);
            Must.Hold(isPossible, $"while a 5 was added, Read saw {InWords(seen)}: the counter must never look like that");
        }
        Together.Run(("adds 5", () => counter.AddAll([5])), ("reads", Reads));
    }

    // Not too much: the second amount comes only after the other thread has added and read. A counter that is locked for the
    // whole loop never gets there, and the explorer tells the deadlock.
    [Check("others add and read in the middle of an AddAll", Points = 1,
        Explains = "While AddAll waits for its next amount, others must get in, and see the amounts that came before: "
            + "something is held for the whole loop, or the amounts are collected first.")]
    public static void In_the_middle()
    {
        var counter = new TallyCounter();
        using var oneHasCome = new ManualResetEventSlim();
        using var otherWasIn = new ManualResetEventSlim();
        IEnumerable<int> Amounts()
        {
            yield return 1;
            oneHasCome.Set();
            otherWasIn.Wait();
            yield return 2;
        }
        void GetsInBetween()
        {
            oneHasCome.Wait();
            counter.Add(10);
            var seen = counter.Read();
            otherWasIn.Set();
            MustHave(new Tally(2, 11, 10), seen, "after the 1 of an AddAll that is not through, and a 10");
        }
        Together.Run(("adds 1 and 2", () => counter.AddAll(Amounts())), ("adds 10", GetsInBetween));
        MustHave(new Tally(3, 13, 10), counter.Read(), "after 1, 10 and 2");
    }

    [Check("an amount below 1 is refused, and changes nothing", Points = 1,
        Explains = "Add must throw ArgumentOutOfRangeException below 1 before it changes anything; of an AddAll, what "
            + "came before the refused amount counts, and nothing after it.")]
    public static void Refused()
    {
        var counter = new TallyCounter();
        MustHave(default, counter.Read(), "before the first amount");
        Must.Throw<ArgumentOutOfRangeException>(() => counter.Add(0), "Add(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => counter.Add(-1), "Add(-1)");
        MustHave(default, counter.Read(), "after two amounts that were refused");

        Must.Throw<ArgumentOutOfRangeException>(() => counter.AddAll([4, 0, 5]), "AddAll([4, 0, 5])");
        MustHave(new Tally(1, 4, 4), counter.Read(), "after AddAll([4, 0, 5])");
        counter.Add(2);
        MustHave(new Tally(2, 6, 4), counter.Read(), "after that and a 2");
    }

    private static void MustHave(Tally expected, Tally seen, string when) =>
        Must.Hold(seen == expected, $"{when}, the counter has {InWords(seen)}; it should have {InWords(expected)}");

    private static string InWords(Tally tally) => $"{tally.Additions} additions, sum {tally.Sum}, largest {tally.Largest}";
}
