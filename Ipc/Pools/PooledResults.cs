// Between who enumerates and the workers, so many chunks are under way that no worker need wait:
//
//      items --> [ chunk | chunk | chunk | chunk ] under way --> outcomes of one chunk --> MoveNext
//                  a new one is submitted for each one that is taken out
//
// In order: the oldest chunk is waited for. Unordered: chunks put themselves into a queue when they are done.

using System.Collections;
using System.Runtime.ExceptionServices;
using Workbook.Concurrency.Pools;
using Workbook.Concurrency.Queues;

namespace Workbook.Ipc.Pools;

/// <summary>Results of a pool, produced while they are enumerated.</summary>
internal sealed class PooledResults<T>(ProcessPool pool, Delegate function, IEnumerable<object?[][]> chunks, bool isOrdered,
    CancellationToken cancel)
    : IEnumerable<T>
{
    private int UnderWayAtMost => 4 * pool.Size;

    public IEnumerator<T> GetEnumerator() => new Enumerator(this, pool, function, chunks.GetEnumerator(), isOrdered, cancel);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One enumeration, for one thread at a time.</summary>
    private sealed class Enumerator(
        PooledResults<T> results, ProcessPool pool, Delegate function, IEnumerator<object?[][]> chunks, bool isOrdered,
            CancellationToken cancel) : IEnumerator<T>
    {
        private readonly Queue<Future<ItemOutcome<T>[]>> _inOrder = new();
        private readonly UnboundedBlockingQueue<Future<ItemOutcome<T>[]>> _done = new();
        private readonly CancellationTokenSource _left = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        private ItemOutcome<T>[] _outcomes = [];
        private int _next, _underWay;
        private bool _noMoreItems, _isLeft;
        private ExceptionDispatchInfo? _inputFailure;

        public T Current { get; private set; } = default!;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            while (_next == _outcomes.Length)
            {
                Submit();
                if (_underWay == 0)
                {
                    var failure = _inputFailure;
                    _inputFailure = null;
                    failure?.Throw();
                    return false;
                }
                _outcomes = NextChunk();
                _next = 0;
            }
            var outcome = _outcomes[_next++];
            Current = outcome.Value;
            return outcome.Failure is null ? true : throw outcome.Failure;
        }

        public void Reset() => throw new NotSupportedException("An enumeration runs once; ask for another one.");

        /// <summary>Drops what has not begun.</summary>
        public void Dispose()
        {
            if (_isLeft) return;
            _isLeft = true;
            _left.Cancel();
            _left.Dispose();
            chunks.Dispose();
        }

        private void Submit()
        {
            while (!_noMoreItems && _underWay < results.UnderWayAtMost)
            {
                try
                {
                    if (!chunks.MoveNext())
                    {
                        _noMoreItems = true;
                        return;
                    }
                }
                catch (Exception e) // of the items: it comes when its turn is there
                {
                    _noMoreItems = true;
                    _inputFailure = ExceptionDispatchInfo.Capture(e);
                    return;
                }
                var job = pool.MakeChunk<T>(function, chunks.Current);
                if (isOrdered) _inOrder.Enqueue(job.Future);
                else job.Future.OnDone(done => _done.Put(done));
                pool.SubmitChunk(job, new JobOptions { Cancel = _left.Token });
                _underWay++;
            }
        }

        private ItemOutcome<T>[] NextChunk()
        {
            pool.RefuseOwnThreads(nameof(MoveNext));
            Future<ItemOutcome<T>[]>? chunk;
            if (isOrdered) (chunk = _inOrder.Peek()).Wait(cancel); // a wait that is cancelled leaves it where it is
            else if (!_done.Take(out chunk, cancel)) throw new InvalidOperationException(
                "The queue of the enumeration is never closed.");
            if (isOrdered) _inOrder.Dequeue();
            _underWay--;
            return chunk.Result();
        }
    }
}
