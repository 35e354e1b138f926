using System.Runtime.CompilerServices;
using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

/// <summary>Whether a queue still refers to what it gave away.</summary>
internal static class KeepsAlive
{
    public static void Nothing(IBlockingQueue<object> queue)
    {
        var taken = PutAndTake(queue);
        Patience.Until(() =>
        {
            GC.Collect();
            return taken.TrueForAll(item => !item.IsAlive);
        }, "the collector has what was taken");
        GC.KeepAlive(queue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that no local of the caller keeps them
    private static List<WeakReference> PutAndTake(IBlockingQueue<object> queue)
    {
        for (var i = 0; i < 3; i++) queue.Put(new object());
        var taken = new List<WeakReference>();
        while (queue.TryTake(out var item)) taken.Add(new WeakReference(item));
        Assert.Equal(3, taken.Count);
        return taken;
    }
}
