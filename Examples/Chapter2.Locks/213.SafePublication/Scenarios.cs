using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SafePublication;

/// <summary>What holds of a value that one thread makes and others see.</summary>
public static class Scenarios
{
    [Scenario("the factory runs once, and both get the same")]
    public static void Once()
    {
        var (cell, made) = (new OnceCell<Settings>(), 0);
        Settings? first = null, second = null;
        Together.Run(("a", () => first = Get()), ("b", () => second = Get()));
        Require.That(made == 1);
        Require.That(ReferenceEquals(first, second));
        Require.That(first!.Port == 5432);

        Settings Get() => cell.GetOrCreate(() =>
        {
            made++;
            return new Settings { Host = "db.example", Port = 5432 };
        });
    }

    [Scenario("filled before it is published, it is never seen empty")]
    public static void FilledFirst()
    {
        var place = new FillsBeforePublishing(() => { });
        Together.Run(
            ("writer", () => place.Create("db.example", 5432)),
            ("reader", () => Require.That(place.Current is null or { Port: 5432 })));
    }

    [Scenario("published before it is filled, it is seen empty", Fails = true)]
    public static void PublishedFirst()
    {
        var place = new PublishesBeforeFilling(() => { });
        Together.Run(
            ("writer", () => place.Create("db.example", 5432)),
            ("reader", () => Require.That(place.Current is null or { Port: 5432 })));
    }
}
