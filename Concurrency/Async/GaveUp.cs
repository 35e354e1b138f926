namespace Workbook.Concurrency.Async;

/// <summary>What a primitive does when one of its waiters has given up. The guard is held.</summary>
internal delegate void GaveUp(AsyncWaiter waiter, ref Wakeups wakeups);
