// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving. Two parties
// show whether turns are taken at all; it needs three to show that a wake-up may be meant for another.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.OrderedPrinting;

[NeverPolls("who waits for its turn sleeps, and does not poll", Points = 1,
    Explains = "A party waits by sleeping for a while or by asking again and again; it should be woken when the turn moves.")]
public static class Check
{
    private static readonly string[] _names = ["A", "B", "C"];

    [Check("two parties take turns, whoever comes first", Points = 1,
        Explains = "A and B must write A B A B in whatever order they arrive: Await lets go on only the party whose turn it is.")]
    public static void Two_in_turn()
    {
        var (turns, written) = (new TurnTaking(2), 0);
        void Writes(int party)
        {
            for (var round = 0; round < 2; round++)
            {
                turns.Await(party);
                MustBeDue(party, Interlocked.Increment(ref written), parties: 2);
                turns.Pass(party);
            }
        }
        Together.Run(("A", () => Writes(0)), ("B", () => Writes(1)));
        Must.Equal(4, written, "the number of turns taken");
    }

    // C may be asleep when A passes, and be woken for nothing: it is B's turn. One thread speaks for both A and B.
    [Check("three parties take turns, and after the last comes the first", Points = 1,
        Explains = "Who is woken must look again, since the turn may be another's; and the last party hands on to party 0.")]
    public static void Three_in_turn()
    {
        var (turns, written) = (new TurnTaking(3), 0);
        void Writes(int party)
        {
            turns.Await(party);
            MustBeDue(party, Interlocked.Increment(ref written), parties: 3);
            turns.Pass(party);
        }
        void WritesForBoth()
        {
            Writes(0);
            Writes(1);
            Writes(0);
        }
        Together.Run(("A and B", WritesForBoth), ("C", () => Writes(2)));
        Must.Equal(4, written, "the number of turns taken");
    }

    [Check("nobody sleeps through its turn", Points = 1,
        Explains = "When the turn moves, the party that may go on has to be woken, whichever others sleep beside it.")]
    public static void Nobody_sleeps_on()
    {
        var turns = new TurnTaking(3);
        void TakesATurn()
        {
            turns.Await(1);
            turns.Pass(1);
        }
        Together.Run(("A", () => turns.Pass(0)), ("B", TakesATurn), ("C", () => turns.Await(2)));
    }

    // The turn is a state, not a message: to have asked for it does not use it up.
    [Check("in its turn a party goes on at once, the second time too", Points = 1,
        Explains = "Await returns at once whenever it is that party's turn: at the start, after a pass, and asked once more.")]
    public static void At_once()
    {
        var turns = new TurnTaking(2);
        turns.Await(0);
        turns.Await(0);
        turns.Pass(0);
        turns.Await(1);
        turns.Await(1);
        turns.Pass(1);
        turns.Pass(0); // without having awaited it: it is its turn
        turns.Await(1);
    }

    [Check("who passes another's turn is refused, and it does not move", Points = 1,
        Explains = "In the turn of another Pass throws InvalidOperationException, also when two threads pass one turn.")]
    public static void Passing_for_others()
    {
        var (turns, refused) = (new TurnTaking(3), 0);
        void Passes()
        {
            try { turns.Pass(0); }
            catch (InvalidOperationException) { Interlocked.Increment(ref refused); }
        }
        Together.Run(("A", Passes), ("A's double", Passes));
        Must.Equal(1, refused, "the number of refusals, when two threads pass the one turn of party 0,");
        Must.Throw<InvalidOperationException>(() => turns.Pass(2), "Pass(2) in the turn of party 1");
        Must.Throw<InvalidOperationException>(() => turns.Pass(0), "Pass(0) in the turn of party 1");
        turns.Await(1);
    }

    // Not too much: A is in its turn meanwhile, and must not keep B from giving up.
    [Check("who is cancelled gives up, and no turn is lost", Points = 1,
        Explains = "A cancelled Await throws OperationCanceledException, while another has its turn, and changes nothing.")]
    public static void Cancelled()
    {
        var turns = new TurnTaking(2);
        using var cancel = new CancellationTokenSource();
        turns.Await(0);
        void GivesUp() => Must.Throw<OperationCanceledException>(
            () => turns.Await(1, cancel.Token), "B's Await, cancelled in A's turn,");
        Together.Run(("B", GivesUp), ("canceller", cancel.Cancel));
        GivesUp(); // cancelled before it begins
        turns.Pass(0);
        turns.Await(1);
        turns.Pass(1);
        turns.Await(0);
    }

    [Check("a number that is no party's is refused", Points = 1,
        Explains = "ArgumentOutOfRangeException: fewer than one party, or a number outside 0 to Parties - 1 in Await or Pass.")]
    public static void Numbers()
    {
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TurnTaking(0), "new TurnTaking(0)");
        Must.Throw<ArgumentOutOfRangeException>(() => _ = new TurnTaking(-1), "new TurnTaking(-1)");
        var turns = new TurnTaking(2);
        Must.Equal(2, turns.Parties, "Parties of new TurnTaking(2)");
        foreach (var nobody in (int[])[-1, 2])
        {
            Must.Throw<ArgumentOutOfRangeException>(() => turns.Await(nobody), $"Await({nobody}) of two parties");
            Must.Throw<ArgumentOutOfRangeException>(() => turns.Pass(nobody), $"Pass({nobody}) of two parties");
        }
        var alone = new TurnTaking(1);
        alone.Pass(0);
        alone.Await(0);
    }

    private static void MustBeDue(int party, int mark, int parties)
    {
        var due = (mark - 1) % parties;
        Must.Hold(due == party, $"{_names[party]} went on to write mark {mark}, and it was {_names[due]}'s turn");
    }
}
