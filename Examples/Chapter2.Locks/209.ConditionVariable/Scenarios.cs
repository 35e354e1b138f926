using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.BoundedBuffers;

/// <summary>What holds of a buffer with room for one.</summary>
public static class Scenarios
{
    [Scenario("two items come out in the order in which they went in")]
    public static void InOrder()
    {
        var buffer = new BoundedBuffer<int>(1);
        Together.Run(
            ("producer", () =>
            {
                buffer.Put(1);
                buffer.Put(2);
            }
        ),
            ("consumer", () =>
            {
                Require.That(buffer.Take() == 1);
                Require.That(buffer.Take() == 2);
            }
        ));
    }

    [Scenario("two consumers get an item each, and nobody sleeps beside one")]
    public static void TwoConsumers()
    {
        var buffer = new BoundedBuffer<int>(1);
        var (first, second) = (0, 0);
        Together.Run(
            ("consumer 1", () => first = buffer.Take()),
            ("consumer 2", () => second = buffer.Take()),
            ("producer", () =>
            {
                buffer.Put(1);
                buffer.Put(2);
            }
        ));
        Require.That(first + second == 3);
    }
}
