#define G_LOG_DOMAIN "cy-paper"

#include "config.h"

#include "cy-paper-private.h"

/* Offices have different fonts: what each system brings, the nearest to print first, and at
 * the end fontconfig's own choice. Glyphs that one lacks come from the next. */
#define SERIF_SC "Noto Serif CJK SC,Noto Serif SC,Source Han Serif SC,Source Han Serif CN,Songti SC,SimSun," \
                 "AR PL UMing CN,WenQuanYi Bitmap Song,Noto Sans CJK SC,WenQuanYi Micro Hei,WenQuanYi Zen Hei,serif"
#define SANS_SC "Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,Source Han Sans CN,PingFang SC,Microsoft YaHei," \
                "WenQuanYi Micro Hei,WenQuanYi Zen Hei,Droid Sans Fallback,Noto Serif CJK SC,sans-serif"
#define SERIF_TC "Noto Serif CJK TC,Noto Serif TC,Source Han Serif TC,Source Han Serif TW,Songti TC,PMingLiU,MingLiU," \
                 "AR PL UMing TW,Noto Sans CJK TC,WenQuanYi Micro Hei,WenQuanYi Zen Hei,serif"
#define SANS_TC "Noto Sans CJK TC,Noto Sans TC,Source Han Sans TC,Source Han Sans TW,PingFang TC,Microsoft JhengHei," \
                "WenQuanYi Micro Hei,WenQuanYi Zen Hei,Droid Sans Fallback,Noto Serif CJK TC,sans-serif"

/**
 * cy_paper_type_init:
 * @language: (nullable): a locale or language tag; any Chinese of Taiwan, Hong Kong and Macao
 *   gets traditional forms, everything else simplified ones
 *
 * Makes what texts are set with. The font map is the paper's own, since one may not be used
 * from two threads; its resolution is 72, so that a point is a unit.
 */
void
cy_paper_type_init (CyPaperType *type,
                    const char  *language)
{
  PangoFontMap *map = pango_cairo_font_map_new ();
  PangoContext *context;
  g_autofree char *tag = g_ascii_strdown (language != NULL ? language : "", -1);
  cairo_font_options_t *options = cairo_font_options_create ();
  gboolean traditional;

  g_strdelimit (tag, "_", '-');
  traditional = g_str_has_prefix (tag, "zh-tw") || g_str_has_prefix (tag, "zh-hk") ||
                g_str_has_prefix (tag, "zh-mo") || g_str_has_prefix (tag, "zh-hant");

  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72);
  context = pango_font_map_create_context (map);
  pango_context_set_language (context, pango_language_from_string (traditional ? "zh-tw" : "zh-cn"));
  pango_context_set_round_glyph_positions (context, FALSE);

  /* The same on every device. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);

  type->layout = pango_layout_new (context);
  g_object_unref (context);
  g_object_unref (map);
  type->texts = g_string_chunk_new (16 * 1024);
  type->heights = cy_paper_table_heights_new ();
  type->serif = g_strdup (traditional ? SERIF_TC : SERIF_SC);
  type->sans = g_strdup (traditional ? SANS_TC : SANS_SC);
  type->proportional = !g_str_has_prefix (tag, "zh");
}

/** cy_paper_type_clear: Frees what cy_paper_type_init() made, and every text kept in it. */
void
cy_paper_type_clear (CyPaperType *type)
{
  g_clear_object (&type->layout);
  g_clear_pointer (&type->heights, g_hash_table_unref);
  g_clear_pointer (&type->texts, g_string_chunk_free);
  g_clear_pointer (&type->serif, g_free);
  g_clear_pointer (&type->sans, g_free);
}

/**
 * cy_paper_type_keep:
 *
 * Returns: (nullable): a copy of @text that lives as long as the paper, the same one for equal
 *   texts; damaged UTF-8 is made whole; %NULL for %NULL and for empty text
 */
const char *
cy_paper_type_keep (CyPaperType *type,
                    const char  *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL || *text == '\0')
    return NULL;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  return g_string_chunk_insert_const (type->texts, text);
}

/**
 * cy_paper_type_set:
 * @width: in points, or negative for one line of any width
 *
 * Sets @text in the paper's layout, for measuring or for drawing.
 */
void
cy_paper_type_set (CyPaperType    *type,
                   const char     *text,
                   gboolean        sans,
                   gboolean        bold,
                   double          size,
                   double          width,
                   PangoAlignment  alignment)
{
  PangoFontDescription *font = pango_font_description_new ();
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family_static (font, sans ? type->sans : type->serif);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  /* What is copied out of the file is what was put in. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  if (type->proportional)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("pwid"));

  pango_layout_set_font_description (type->layout, font);
  pango_layout_set_attributes (type->layout, attributes);
  pango_layout_set_wrap (type->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (type->layout, width < 0 ? -1 : pango_units_from_double (MAX (width, 1)));
  pango_layout_set_alignment (type->layout, alignment);
  pango_layout_set_text (type->layout, text != NULL ? text : "", -1);

  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
}

/** cy_paper_type_get_height: Returns: the height of the text that is set, in points */
double
cy_paper_type_get_height (CyPaperType *type)
{
  int height;

  pango_layout_get_size (type->layout, NULL, &height);

  return pango_units_to_double (height);
}

/**
 * cy_paper_type_fit:
 *
 * Returns: how many bytes of the text that is set go into @height, in whole lines, at least one
 */
gsize
cy_paper_type_fit (CyPaperType *type,
                   double       height)
{
  PangoLayoutIter *iter = pango_layout_get_iter (type->layout);
  gsize fits = strlen (pango_layout_get_text (type->layout));

  while (pango_layout_iter_next_line (iter))
    {
      int bottom;

      pango_layout_iter_get_line_yrange (iter, NULL, &bottom);
      if (pango_units_to_double (bottom) > height)
        {
          fits = pango_layout_line_get_start_index (pango_layout_iter_get_line_readonly (iter));
          break;
        }
    }
  pango_layout_iter_free (iter);

  return fits;
}
