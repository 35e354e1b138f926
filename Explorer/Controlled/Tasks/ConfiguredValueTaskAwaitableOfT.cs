using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<object>;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>valueTask.ConfigureAwait(...)</c> gives.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<>))]
public readonly struct ConfiguredValueTaskAwaitable<TResult>
{
    private readonly ConfiguredValueTaskAwaiter _awaiter;

    internal ConfiguredValueTaskAwaitable(ValueTask<TResult> task, bool onContext) =>
        _awaiter = new ConfiguredValueTaskAwaiter(new ValueTaskAwaiter<TResult>(task, onContext));

    /// <inheritdoc cref="Platform.GetAwaiter"/>
    public ConfiguredValueTaskAwaiter GetAwaiter() => _awaiter;

    /// <summary>Waits for it without a thread.</summary>
    public readonly struct ConfiguredValueTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly ValueTaskAwaiter<TResult> _awaiter;

        internal ConfiguredValueTaskAwaiter(ValueTaskAwaiter<TResult> awaiter) => _awaiter = awaiter;

        /// <inheritdoc cref="Platform.ConfiguredValueTaskAwaiter.IsCompleted"/>
        public bool IsCompleted => _awaiter.IsCompleted;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => _awaiter.OnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => _awaiter.OnCompleted(continuation);

        /// <inheritdoc cref="Platform.ConfiguredValueTaskAwaiter.GetResult"/>
        public TResult GetResult() => _awaiter.GetResult();
    }
}
