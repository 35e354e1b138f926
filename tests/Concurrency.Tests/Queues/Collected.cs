using System.Runtime.CompilerServices;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>A queue must not keep alive what it has given away.</summary>
internal static class Collected
{
    public static void AfterTaking<TQueue>(TQueue queue, Action<TQueue, object> put, Action<TQueue> take)
    {
        var item = PutOne(queue, put);
        take(queue);
        for (var i = 0; i < 10 && item.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(item.IsAlive, "the item is still reachable");
        GC.KeepAlive(queue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // or the debug build would keep the item alive in a local
    private static WeakReference PutOne<TQueue>(TQueue queue, Action<TQueue, object> put)
    {
        var item = new object();
        put(queue, item);
        return new WeakReference(item);
    }
}
