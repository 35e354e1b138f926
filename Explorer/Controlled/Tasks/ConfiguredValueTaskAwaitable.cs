using System.Runtime.CompilerServices;
using Platform = System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>valueTask.ConfigureAwait(...)</c> gives.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable))]
public readonly struct ConfiguredValueTaskAwaitable
{
    private readonly ConfiguredValueTaskAwaiter _awaiter;

    internal ConfiguredValueTaskAwaitable(ValueTask task, bool onContext) =>
        _awaiter = new ConfiguredValueTaskAwaiter(new ValueTaskAwaiter(task, onContext));

    /// <inheritdoc cref="Platform.GetAwaiter"/>
    public ConfiguredValueTaskAwaiter GetAwaiter() => _awaiter;

    /// <summary>Waits for it without a thread.</summary>
    public readonly struct ConfiguredValueTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly ValueTaskAwaiter _awaiter;

        internal ConfiguredValueTaskAwaiter(ValueTaskAwaiter awaiter) => _awaiter = awaiter;

        /// <inheritdoc cref="Platform.ConfiguredValueTaskAwaiter.IsCompleted"/>
        public bool IsCompleted => _awaiter.IsCompleted;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => _awaiter.OnCompleted(continuation);

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => _awaiter.OnCompleted(continuation);

        /// <inheritdoc cref="Platform.ConfiguredValueTaskAwaiter.GetResult"/>
        public void GetResult() => _awaiter.GetResult();
    }
}
