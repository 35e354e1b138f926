namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Lazy{T, TMetadata}"/> under the explorer.</summary>
[Replaces(typeof(System.Lazy<,>))]
[System.Diagnostics.DebuggerStepThrough]
public class Lazy<T, TMetadata> : Lazy<T>
{
    /// <inheritdoc cref="Lazy{T}()"/>
    public Lazy(TMetadata metadata) => Metadata = metadata;

    /// <inheritdoc cref="Lazy{T}(bool)"/>
    public Lazy(TMetadata metadata, bool isThreadSafe) : base(isThreadSafe) => Metadata = metadata;

    /// <inheritdoc cref="Lazy{T}(LazyThreadSafetyMode)"/>
    public Lazy(TMetadata metadata, LazyThreadSafetyMode mode) : base(mode) => Metadata = metadata;

    /// <inheritdoc cref="Lazy{T}(Func{T})"/>
    public Lazy(Func<T> valueFactory, TMetadata metadata) : base(valueFactory) => Metadata = metadata;

    /// <inheritdoc cref="Lazy{T}(Func{T}, bool)"/>
    public Lazy(Func<T> valueFactory, TMetadata metadata, bool isThreadSafe) : base(valueFactory, isThreadSafe) =>
        Metadata = metadata;

    /// <inheritdoc cref="Lazy{T}(Func{T}, LazyThreadSafetyMode)"/>
    public Lazy(Func<T> valueFactory, TMetadata metadata, LazyThreadSafetyMode mode) : base(valueFactory, mode) =>
        Metadata = metadata;

    /// <summary>What it was given.</summary>
    public TMetadata Metadata { get; }
}
