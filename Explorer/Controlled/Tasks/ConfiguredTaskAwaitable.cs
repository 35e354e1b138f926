using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;
using Platform = System.Runtime.CompilerServices.ConfiguredTaskAwaitable;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>task.ConfigureAwait(...)</c> gives.</summary>
[Replaces(typeof(Platform))]
public readonly struct ConfiguredTaskAwaitable
{
    private readonly ConfiguredTaskAwaiter _awaiter;

    internal ConfiguredTaskAwaitable(Task task, ConfigureAwaitOptions options) =>
        _awaiter = new ConfiguredTaskAwaiter(task, options);

    /// <inheritdoc cref="Platform.GetAwaiter"/>
    public ConfiguredTaskAwaiter GetAwaiter() => _awaiter;

    /// <summary>Waits for it without a thread.</summary>
    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task _task;
        private readonly ConfigureAwaitOptions _options;

        internal ConfiguredTaskAwaiter(Task task, ConfigureAwaitOptions options) => (_task, _options) = (task, options);

        /// <inheritdoc cref="Platform.ConfiguredTaskAwaiter.IsCompleted"/>
        public bool IsCompleted =>
            TaskStates.Look(_task, Looking.ToAwait) && !_options.HasFlag(ConfigureAwaitOptions.ForceYielding);

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) =>
            Continuations.Add(_task, continuation, _options.HasFlag(ConfigureAwaitOptions.ContinueOnCapturedContext));

        /// <inheritdoc/>
        public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

        /// <inheritdoc cref="Platform.ConfiguredTaskAwaiter.GetResult"/>
        public void GetResult()
        {
            TaskStates.WaitUnlessKnown(_task);
            _task.ConfigureAwait(_options & ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }
}
