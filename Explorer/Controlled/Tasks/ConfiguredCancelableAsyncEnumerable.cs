namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>source.WithCancellation(token)</c> and <c>source.ConfigureAwait(false)</c> give.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable<>))]
public readonly struct ConfiguredCancelableAsyncEnumerable<T>
{
    private readonly IAsyncEnumerable<T> _source;
    private readonly CancellationToken _cancel;
    private readonly bool _onContext;

    internal ConfiguredCancelableAsyncEnumerable(IAsyncEnumerable<T> source, bool continueOnCapturedContext,
        CancellationToken cancel) =>
        (_source, _onContext, _cancel) = (source, continueOnCapturedContext, cancel);

    /// <summary>How its awaits go on.</summary>
    public ConfiguredCancelableAsyncEnumerable<T> ConfigureAwait(bool continueOnCapturedContext) =>
        new(_source, continueOnCapturedContext, _cancel);

    /// <summary>With which token it is gone through.</summary>
    public ConfiguredCancelableAsyncEnumerable<T> WithCancellation(CancellationToken cancellationToken) =>
        new(_source, _onContext, cancellationToken);

    /// <summary>Begins to go through it.</summary>
    public Enumerator GetAsyncEnumerator() => new(_source.GetAsyncEnumerator(_cancel), _onContext);

    /// <summary>Goes through it.</summary>
    public readonly struct Enumerator
    {
        private readonly IAsyncEnumerator<T> _elements;
        private readonly bool _onContext;

        internal Enumerator(IAsyncEnumerator<T> elements, bool onContext) => (_elements, _onContext) = (elements, onContext);

        /// <summary>The element that it has come to.</summary>
        public T Current => _elements.Current;

        /// <summary>Goes on to the next.</summary>
        public ConfiguredValueTaskAwaitable<bool> MoveNextAsync() => new(_elements.MoveNextAsync(), _onContext);

        /// <summary>Ends.</summary>
        public ConfiguredValueTaskAwaitable DisposeAsync() => new(_elements.DisposeAsync(), _onContext);
    }
}
