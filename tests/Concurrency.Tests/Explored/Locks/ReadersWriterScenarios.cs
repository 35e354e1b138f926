using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Tests.Explored.Locks;

/// <summary>What every readers-writer lock promises; as a lock it keeps the promises of locks too.</summary>
internal static class ReadersWriterScenarios
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(1); // may be over at any moment of the wait

    public static void No_reader_is_inside_with_a_writer(IReadersWriterLock @lock)
    {
        var (x, y) = (0, 0); // plain: a reader beside a writer would race
        Together.Run(Read, () =>
        {
            @lock.Acquire();
            x++;
            y++;
            @lock.Release();
        });

        void Read()
        {
            @lock.AcquireRead();
            Assert.Equal(x, y);
            @lock.ReleaseRead();
        }
    }

    public static void Two_readers_and_a_writer_all_get_in(IReadersWriterLock @lock)
    {
        var (x, y) = (0, 0);
        Together.Run(Read, Read, () =>
        {
            @lock.Acquire();
            x++;
            y++;
            @lock.Release();
        });

        void Read()
        {
            @lock.AcquireRead();
            Assert.Equal(x, y);
            @lock.ReleaseRead();
        }
    }

    public static void Two_readers_are_inside_together(IReadersWriterLock @lock)
    {
        var inside = new CountdownEvent(2);
        Together.Run(Meet, Meet);

        void Meet()
        {
            @lock.AcquireRead();
            inside.Signal();
            inside.Wait(); // for ever, if the other one had to stay outside
            @lock.ReleaseRead();
        }
    }

    public static void A_reader_gets_in_behind_a_writer_that_gave_up(IReadersWriterLock @lock)
    {
        @lock.AcquireRead();
        var writer = Together.Start("writer", () => Assert.False(@lock.TryAcquire(_short)));
        var reader = Together.Start("reader", () =>
        {
            @lock.AcquireRead();
            @lock.ReleaseRead();
        });
        writer.Join();
        reader.Join(); // for ever, if it were left behind in the queue
        @lock.ReleaseRead();
        Assert.True(@lock.TryAcquire());
    }

    public static void A_reader_that_gives_up_leaves_no_trace(IReadersWriterLock @lock)
    {
        @lock.Acquire();
        var reader = Together.Start("reader", () =>
        {
            if (@lock.TryAcquireRead(_short)) @lock.ReleaseRead();
        });
        @lock.Release();
        reader.Join();
        Assert.True(@lock.TryAcquire());
    }
}
