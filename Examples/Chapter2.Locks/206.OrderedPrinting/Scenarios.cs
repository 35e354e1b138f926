using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.OrderedPrinting;

/// <summary>What holds of threads that take turns.</summary>
public static class Scenarios
{
    [Scenario("two parties print in turn, whoever comes first")]
    public static void InTurn()
    {
        var (turns, printed) = (new TurnTaking(2), "");
        Together.Run(("A", () => Print(0, 'a')), ("B", () => Print(1, 'b')));
        Require.That(printed == "abab");

        void Print(int party, char letter)
        {
            for (var i = 0; i < 2; i++)
            {
                turns.Await(party);
                printed += letter;
                turns.Pass(party);
            }
        }
    }
}
