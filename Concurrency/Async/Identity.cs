namespace Workbook.Concurrency.Async;

/// <summary>Numbers for the <c>Id</c> of objects, given when first asked for.</summary>
/// <typeparam name="TOwner">The type whose objects are numbered; each counts for itself.</typeparam>
internal static class Identity<TOwner>
{
    private static int _last; // Interlocked.Increment, against another first question for another object

    /// <summary>The number of an object: its own field, 0 until the first question.</summary>
    public static int Of(ref int id)
    {
        var known = Volatile.Read(ref id); // pairs with the exchange below
        if (known != 0) return known;
        int fresh;
        do fresh = Interlocked.Increment(ref _last); while (fresh == 0); // after four billion objects
        var first = Interlocked.CompareExchange(ref id, fresh, 0); // two ask at once: the first answer stays
        return first == 0 ? fresh : first;
    }
}
