namespace Workbook.Explorer.Tests.Uses;

/// <summary>Right programs in which data goes from one thread to another.</summary>
internal static class HandOff
{
    private sealed class Order(int number)
    {
        public int Number = number, Price;
    }

    public static void Objects_through_a_queue()
    {
        var (queue, g) = (new Queue<Order>(), new object());
        Together.Run(
            () =>
            {
                for (var i = 1; i < 3; i++)
                {
                    var order = new Order(i);
                    order.Price = 10 * i;
                    lock (g)
                    {
                        queue.Enqueue(order);
                        Monitor.Pulse(g);
                    }
                }
            },
            () =>
            {
                for (var i = 1; i < 3; i++)
                {
                    Order order;
                    lock (g)
                    {
                        while (queue.Count == 0) Monitor.Wait(g);
                        order = queue.Dequeue();
                    }
                    order.Price++; // it is ours now
                    Together.Check(order.Price == 10 * order.Number + 1);
                }
            });
    }

    public static void A_bounded_buffer()
    {
        var (buffer, count, taken, g) = (new int[1], 0, 0, new object());
        Together.Run(
            () =>
            {
                for (var i = 1; i < 3; i++)
                {
                    lock (g)
                    {
                        while (count == buffer.Length) Monitor.Wait(g);
                        buffer[count++] = i;
                        Monitor.PulseAll(g);
                    }
                }
            },
            () =>
            {
                for (var i = 1; i < 3; i++)
                {
                    lock (g)
                    {
                        while (count == 0) Monitor.Wait(g);
                        taken += buffer[--count];
                        Monitor.PulseAll(g);
                    }
                }
            });
        Together.Check(taken == 3);
    }

    private static volatile bool _isReady;
    private static int _data;

    public static void A_volatile_flag()
    {
        (_isReady, _data) = (false, 0);
        Together.Run(() => { _data = 5; _isReady = true; }, () =>
        {
            while (!_isReady) Thread.Yield();
            Together.Check(_data == 5);
            _data++;
        });
        Together.Check(_data == 6);
    }

    private static volatile bool _mayStop;

    public static void A_worker_that_is_told_to_stop()
    {
        _mayStop = false;
        var rounds = 0;
        var worker = new Thread(() =>
        {
            while (!_mayStop)
            {
                rounds++;
                Thread.Sleep(10);
            }
        });
        worker.Start();
        _mayStop = true;
        worker.Join();
        Together.Check(rounds >= 0);
    }

    public static void A_worker_that_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var (rounds, wasCancelled) = (0, false);
        var worker = new Thread(() =>
        {
            try
            {
                for (; ; rounds++)
                {
                    source.Token.ThrowIfCancellationRequested();
                    if (source.Token.WaitHandle.WaitOne(10)) continue;
                }
            }
            catch (OperationCanceledException) { wasCancelled = true; }
        });
        worker.Start();
        source.Cancel();
        worker.Join();
        Together.Check(wasCancelled && rounds >= 0);
    }

    public static void A_start_signal_and_a_finish()
    {
        var (go, done) = (new ManualResetEventSlim(), new CountdownEvent(2));
        var (input, results) = (0, new int[2]);
        Thread a = new(() => Work(0)), b = new(() => Work(1));
        a.Start();
        b.Start();
        input = 3;
        go.Set();
        done.Wait();
        Together.Check(results[0] + results[1] == 7);
        a.Join();
        b.Join();

        void Work(int i)
        {
            go.Wait();
            results[i] = input + i;
            done.Signal();
        }
    }

    public static void Two_arrays_that_change_places_at_a_barrier()
    {
        int[] old = [1, 2], next = new int[2];
        using var barrier = new Barrier(2, _ => (old, next) = (next, old));
        void Work(int i)
        {
            for (var phase = 0; phase < 2; phase++)
            {
                next[i] = old[0] + old[1];
                barrier.SignalAndWait();
            }
        }
        Together.Run(() => Work(0), () => Work(1));
        Together.Check(old is [6, 6]);
    }

    public static void Two_connections_from_a_pool()
    {
        var (free, g, permits) = (new Stack<int[]>([new int[1]]), new object(), new SemaphoreSlim(1));
        void Use()
        {
            permits.Wait();
            int[] mine;
            lock (g) mine = free.Pop();
            mine[0]++;
            lock (g) free.Push(mine);
            permits.Release();
        }
        Together.Run(Use, Use);
        Together.Check(free.Peek()[0] == 2);
    }

    public static void Turns()
    {
        var (text, turn, g) = ("", 0, new object());
        void Write(int mine, string letter)
        {
            for (var i = 0; i < 2; i++)
            {
                lock (g)
                {
                    while (turn != mine) Monitor.Wait(g);
                    text += letter;
                    turn = 1 - mine;
                    Monitor.PulseAll(g);
                }
            }
        }
        Together.Run(() => Write(0, "a"), () => Write(1, "b"));
        Together.Check(text == "abab");
    }

    public static void An_exception_that_is_brought_home()
    {
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            try { throw new FormatException("no number"); }
            catch (FormatException e) { failure = e; }
        });
        worker.Start();
        worker.Join();
        Together.Check(failure is FormatException { Message: "no number" });
    }
}
