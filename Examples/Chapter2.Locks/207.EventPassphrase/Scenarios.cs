using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.EventPassphrase;

/// <summary>What holds of a word that is handed over.</summary>
public static class Scenarios
{
    [Scenario("who waits gets the word, whoever comes first")]
    public static void Handed()
    {
        var door = new Handover<string>();
        Together.Run(
            ("outside", () => Require.That(door.TryTake(Timeout.InfiniteTimeSpan, out var word) && word == "sesame")),
            ("inside", () => door.Give("sesame")));
        Require.That(!door.IsGiven);
    }

    [Scenario("a word is not lost on one who gives up waiting")]
    public static void NotLost()
    {
        var (door, taken) = (new Handover<string>(), false);
        Together.Run(
            ("impatient", () => taken = door.TryTake(TimeSpan.FromMilliseconds(1), out _)),
            ("inside", () => door.Give("sesame")));
        Require.That(taken != door.IsGiven);
    }
}
