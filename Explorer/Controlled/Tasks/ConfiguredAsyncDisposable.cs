namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What <c>disposable.ConfigureAwait(false)</c> gives.</summary>
[Replaces(typeof(System.Runtime.CompilerServices.ConfiguredAsyncDisposable))]
public readonly struct ConfiguredAsyncDisposable
{
    private readonly IAsyncDisposable _source;
    private readonly bool _onContext;

    internal ConfiguredAsyncDisposable(IAsyncDisposable source, bool onContext) => (_source, _onContext) = (source, onContext);

    /// <summary>Disposes of it.</summary>
    public ConfiguredValueTaskAwaitable DisposeAsync() => new(_source.DisposeAsync(), _onContext);
}
