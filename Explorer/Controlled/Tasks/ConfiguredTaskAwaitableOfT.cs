using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>task.ConfigureAwait(...)</c> gives.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ConfiguredTaskAwaitable<>))]
public readonly struct ConfiguredTaskAwaitable<TResult>
{
    private readonly ConfiguredTaskAwaiter _awaiter;

    internal ConfiguredTaskAwaitable(Task<TResult> task, ConfigureAwaitOptions options) =>
        _awaiter = new ConfiguredTaskAwaiter(task, options);

    /// <summary>Waits for it.</summary>
    public ConfiguredTaskAwaiter GetAwaiter() => _awaiter;

    /// <summary>Waits for it without a thread.</summary>
    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task<TResult> _task;
        private readonly ConfigureAwaitOptions _options;

        internal ConfiguredTaskAwaiter(Task<TResult> task, ConfigureAwaitOptions options) => (_task, _options) = (task, options);

        /// <summary>Whether it has ended.</summary>
        public bool IsCompleted =>
            TaskStates.Look(_task, Looking.ToAwait) && !_options.HasFlag(ConfigureAwaitOptions.ForceYielding);

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) =>
            Continuations.Add(_task, continuation, _options.HasFlag(ConfigureAwaitOptions.ContinueOnCapturedContext));

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

        /// <summary>Its result, or what it threw.</summary>
        public TResult GetResult()
        {
            TaskStates.WaitUnlessKnown(_task);
            return _task.GetAwaiter().GetResult();
        }
    }
}
