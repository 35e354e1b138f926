using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.YieldAwaitable;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>Task.Yield()</c> gives: what comes after its await is queued, on the context or the pool.</summary>
[Replaces(typeof(Platform))]
public readonly struct YieldAwaitable
{
    /// <inheritdoc cref="Platform.GetAwaiter"/>
    public YieldAwaiter GetAwaiter() => default;

    /// <summary>Queues what comes after.</summary>
    public readonly struct YieldAwaiter : ICriticalNotifyCompletion
    {
        /// <summary>Never.</summary>
        public bool IsCompleted => false;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => Continuations.Queue(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => Continuations.Queue(continuation);

        /// <summary>Nothing.</summary>
        public void GetResult() { }
    }
}
